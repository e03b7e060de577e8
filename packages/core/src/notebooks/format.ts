import { randomUUID } from "node:crypto";
import { GloveboxError, jsonExcess, MAX_NOTEBOOK_BYTES, REQUEST_BOUNDS } from "@glovebox/protocol";
import { z } from "zod";

/** nbformat allows a text to be cut into lines. */
const Text = z
  .union([z.string(), z.array(z.string())])
  .transform((text) => (typeof text === "string" ? text : text.join("")));
const CellMetadata = z.looseObject({ tags: z.array(z.string()).optional() });

const Cell = z.looseObject({
  cell_type: z.enum(["code", "markdown", "raw"]),
  source: Text,
  metadata: CellMetadata.default({}),
  id: z.string().optional(),
});

const Notebook = z.looseObject({
  nbformat: z.number(),
  nbformat_minor: z.number().default(0),
  metadata: z
    .looseObject({
      kernelspec: z.looseObject({ name: z.string().optional(), language: z.string().optional() }).optional(),
      language_info: z.looseObject({ name: z.string().optional() }).optional(),
    })
    .default({}),
  cells: z.array(Cell),
});
export type Notebook = z.infer<typeof Notebook>;
export type NotebookCell = z.infer<typeof Cell>;

/**
 * Reads a notebook of nbformat 4 and brings it to 4.5: every cell has an id, a code cell its outputs, and none from before.
 * Throws `invalid_request` for what is none.
 */
export function readNotebook(given: string | Record<string, unknown>): Notebook {
  const value = typeof given === "string" ? parse(given) : given;
  const version = (value as { nbformat?: unknown } | null)?.nbformat;
  if (version !== 4) throw wrong(version === undefined ? "is no notebook: it has no nbformat" : olderOrNewer(version));
  const parsed = Notebook.safeParse(value);
  if (!parsed.success) throw wrong(`is no notebook of nbformat 4: ${describe(parsed.error)}`);
  return upgraded(parsed.data);
}

function parse(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_NOTEBOOK_BYTES)
    throw wrong(`is larger than ${MAX_NOTEBOOK_BYTES} bytes; clear its outputs first`);
  if (jsonExcess(Buffer.from(text), REQUEST_BOUNDS) !== undefined)
    throw wrong("is nested too deeply, or holds too much; clear its outputs first");
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw wrong(`is not JSON: ${(cause as Error).message.slice(0, 300)}`);
  }
}

function olderOrNewer(version: unknown): string {
  const found = JSON.stringify(version)?.slice(0, 40);
  return `has nbformat ${found}, and only 4 can be run; jupyter nbconvert --to notebook brings an older one to 4`;
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`.slice(0, 500);
}

function upgraded(notebook: Notebook): Notebook {
  const seen = new Set<string>();
  const cells = notebook.cells.map((cell) => {
    const usable = cell.id !== undefined && /^[a-zA-Z0-9_-]{1,64}$/.test(cell.id) && !seen.has(cell.id);
    const id = usable && cell.id !== undefined ? cell.id : randomUUID().slice(0, 8);
    seen.add(id);
    return { ...cell, id, ...(cell.cell_type === "code" ? { outputs: [], execution_count: null } : {}) };
  });
  return { ...notebook, nbformat_minor: Math.max(5, notebook.nbformat_minor), cells };
}

/** The language that its kernel speaks. Throws `invalid_request` for one that has no sessions. */
export function languageOf({ metadata: { kernelspec, language_info } }: Notebook, known: readonly string[]): string {
  const named = kernelspec?.language ?? language_info?.name ?? (kernelspec === undefined ? "python" : kernelspec.name);
  const language = (named ?? "python").toLowerCase().replace(/^(?:i?python3?|python3|xpython)$/, "python");
  if (known.includes(language)) return language;
  throw wrong(`is for the kernel ${JSON.stringify((named ?? "").slice(0, 80))}; only ${known.join(", ")} can be run`);
}

export function isTagged({ metadata }: NotebookCell, tag: string): boolean {
  return metadata.tags?.includes(tag) ?? false;
}

function wrong(message: string): GloveboxError {
  return new GloveboxError("invalid_request", `notebook: ${message}`, { field: "notebook" });
}
