import { GloveboxError, MAX_CODE_BYTES } from "@glovebox/protocol";
import type { FilesInput } from "../executions/fileInput.ts";
import type { Files, HoldOptions } from "./files.ts";
import type { HeldFile } from "./heldFile.ts";

/** Larger files are read only while they go into the sandbox. Sources are smaller, and are looked at before. */
const MOST_READ = 256 * 1024;
/** How much of one request's referred files is read before it runs: the main file first. */
const MOST_READ_TOGETHER = MAX_CODE_BYTES;

export type ReferenceOptions = HoldOptions & {
  /** Whether so many bytes may be taken into memory. Default: yes. */
  readonly mayRead?: (bytes: number) => boolean;
};

/** What may refer to files: an execution's request, a session's or a cell's. */
export type Referring = { readonly files?: FilesInput | undefined; readonly main?: string | undefined };

/** A request in which every reference is a content. Disposing it lets the contents go. */
export type HeldRequest<T extends Referring> = Disposable & { readonly request: T };

/** Whether any of the request's files is one that is kept. The request may be anything still. */
export function refersToFiles(request: unknown): boolean {
  return referencesOf(request).length > 0;
}

/**
 * Puts contents in the place of references. Throws `invalid_request` for one that is unknown. What is wrong with the
 * rest of the request is for others to say.
 */
export async function holdReferences<T extends Referring>(
  request: T,
  files: Pick<Files, "hold">,
  options: ReferenceOptions = {},
): Promise<HeldRequest<T>> {
  const references = referencesOf(request);
  const held = await files.hold([...new Set(references.map(({ id }) => id))], options);
  const release = () => {
    for (const file of held.values()) file[Symbol.dispose]();
  };
  try {
    const contents = await readSmall(resolve(references, held), request.main, options);
    const entries = Object.entries(request.files ?? {}).map(([name, content]) => [name, contents.get(name) ?? content]);
    return { request: { ...request, files: Object.fromEntries(entries) }, [Symbol.dispose]: release };
  } catch (error) {
    release();
    throw error;
  }
}

type Reference = { readonly name: string; readonly id: string };

function referencesOf(request: unknown): Reference[] {
  if (!isRecord(request) || !isRecord(request["files"])) return [];
  const found: Reference[] = [];
  for (const [name, content] of Object.entries(request["files"])) {
    if (isRecord(content) && typeof content["id"] === "string" && Object.keys(content).length === 1)
      found.push({ name, id: content["id"] });
  }
  return found;
}

function resolve(references: readonly Reference[], held: ReadonlyMap<string, HeldFile>): Map<string, HeldFile> {
  const contents = new Map<string, HeldFile>();
  for (const { name, id } of references) {
    const file = held.get(id);
    if (file === undefined) throw unknown(name, id);
    contents.set(name, file);
  }
  return contents;
}

async function readSmall(
  contents: ReadonlyMap<string, HeldFile>,
  main: string | undefined,
  { mayRead = () => true }: ReferenceOptions,
): Promise<Map<string, HeldFile | Uint8Array>> {
  const read = new Map<string, HeldFile | Uint8Array>(contents);
  let left = MOST_READ_TOGETHER;
  for (const [name, file] of [...contents].sort(([a], [b]) => Number(b === main) - Number(a === main))) {
    const most = Math.min(left, name === main ? MAX_CODE_BYTES : MOST_READ);
    if (file.size > most || !mayRead(file.size)) continue;
    left -= file.size;
    read.set(name, await file.read());
  }
  return read;
}

function unknown(name: string, id: string): GloveboxError {
  const field = `files.${name}.id`;
  return new GloveboxError("invalid_request", `${field}: no file ${JSON.stringify(id.slice(0, 200))} is kept`, {
    field,
    advice: "put the file, and give the id that is answered; one that was put may have had to go since",
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
