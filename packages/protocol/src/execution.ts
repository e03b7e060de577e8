import { z } from "zod";
import { Artifact } from "./artifact.ts";
import { Limits } from "./limits.ts";
import { Outcome } from "./outcome.ts";
import { WorkspacePath } from "./paths.ts";

/** Larger programs belong into `files`. */
export const MAX_CODE_BYTES = 4 * 1024 * 1024;
export const MAX_FILE_BYTES = 50 * 1024 * 1024;
const MAX_FILES = 10_000;

const noNul = (value: string) => !value.includes("\0");
const NUL_MESSAGE = "must not contain a NUL character";

export const FileContent = z.union(
  [
    z.string(),
    z.strictObject({ content: z.string(), encoding: z.enum(["utf8", "base64"]).default("utf8") }),
    z.strictObject({ id: z.string() }),
  ],
  'must be a string, {"content": …, "encoding": "utf8" or "base64"}, or {"id": …} of a file that is kept',
);
export type FileContent = z.input<typeof FileContent>;

const Code = z
  .string("must be a string")
  .refine((code) => code.trim() !== "", "is empty; give the program's text")
  .refine((code) => code.length * 3 <= MAX_CODE_BYTES || new TextEncoder().encode(code).length <= MAX_CODE_BYTES, {
    message: `is larger than ${MAX_CODE_BYTES} bytes; put data into files`,
  });

/** The text of a cell, or of a session's first code. */
export const CellCode = Code;

const EnvironmentVariables = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be letters, digits and underscores, not starting with a digit"),
  z.string().refine(noNul, NUL_MESSAGE),
);

/** What the workspace is called. Programs that were written for another sandbox find it by the name that they know. */
export const workspaceNames = ["/workspace", "/app", "/code", "/work", "/data", "/mnt/data"] as const;

function isWorkdir(path: string): boolean {
  return [...workspaceNames, "/tmp", "/home/user"].some((name) => path === name || path.startsWith(`${name}/`));
}

/** The same folder by the workspace's first name. */
export function inWorkspace(workdir: string): string {
  const name = workspaceNames.find((each) => workdir === each || workdir.startsWith(`${each}/`));
  return name === undefined ? workdir : `/workspace${workdir.slice(name.length)}`;
}

export const VariableNames = z
  .array(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, "must be names of variables"))
  .max(100, "must be 100 names at most");

export const Svg = z
  .boolean("must be true or false")
  .default(false)
  .describe("true: Python's figures come as SVG too, beside PNG");

/** Rules on the source text. Advice, never the wall: see docs/security.md. */
export const Policy = z.enum(["off", "standard", "strict"], 'must be "off", "standard" or "strict"');
export type Policy = z.infer<typeof Policy>;

/** One request to run code. */
export const ExecutionRequest = z.strictObject({
  language: z
    .string("must name a language, such as python")
    .describe('A language or alias, optionally with a version: "python@3.11"'),
  code: Code.optional().describe("The main file's text"),
  main: WorkspacePath.optional().describe("Instead of code: which of the files is the main one"),
  engine: z.string().default("auto").describe("auto, or the engine's name"),
  environment: z.string().optional().describe("base or data; by default the one that the code's imports need"),
  files: z
    .record(WorkspacePath, FileContent)
    .refine((files) => Object.keys(files).length <= MAX_FILES, `must be at most ${MAX_FILES} files`)
    .optional()
    .describe("Files to lay into the workspace, by relative path: text, base64, or the id of a file that is kept"),
  stdin: z.string().optional().describe("What the program reads on its standard input. Default: nothing"),
  args: z.array(z.string().refine(noNul, NUL_MESSAGE)).max(10_000).optional().describe("The program's arguments"),
  env: EnvironmentVariables.optional().describe("Variables for the program, beside its usual ones"),
  workdir: z
    .string()
    .refine((path) => isWorkdir(path) && noNul(path) && !path.split("/").includes(".."), {
      message: `must be one of ${workspaceNames.join(", ")}, /tmp, /home/user, or a folder below it`,
    })
    .default("/workspace")
    .describe("The folder that the program starts in. /app, /code, /work, /data and /mnt/data are names of /workspace"),
  packages: z
    .array(z.string().min(1).max(300))
    .max(100)
    .optional()
    .describe("Packages of the language's own registry, each with or without a version: numpy==2.1, lodash@4"),
  limits: Limits.partial().optional().describe("What the execution may use"),
  compileLimits: Limits.partial()
    .optional()
    .describe("What the compiler may use. Default: 60 s, 2 GiB of memory, 1 GiB of files"),
  network: z
    .literal("none", 'only "none" is enforced yet; leave the field out')
    .optional()
    .describe("Only none yet: the program has no network"),
  returnVariables: VariableNames.optional().describe("Variables of the program whose values come back as JSON"),
  svg: Svg,
  policy: Policy.default("off").describe(
    "Which imports and calls the source may have, checked before it runs; python only. Default: off, because the sandbox holds without it",
  ),
  metadata: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("Anything of yours; it comes back with the execution"),
});
export type ExecutionRequest = z.input<typeof ExecutionRequest>;
export type ParsedRequest = z.output<typeof ExecutionRequest>;

/** A rich value that the execution displayed, as a MIME bundle; binary types are in base64. */
export const Result = z.object({
  mime: z.record(z.string(), z.unknown()).describe("The same value in several MIME types"),
  main: z.boolean().describe("true: the value of the last expression"),
  metadata: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("What is said about some of the types, such as a picture's width and height"),
  chart: z.record(z.string(), z.unknown()).optional().describe("What a figure shows, as data: docs/results.md"),
  displayId: z.string().max(200).optional().describe("The name under which an update can take its place"),
  update: z
    .literal(true)
    .optional()
    .describe("It takes the place of what was shown under displayId before, by this execution or by an earlier cell"),
});
export type Result = z.infer<typeof Result>;

/** What the compiler did, for languages that have one. */
export const CompileStage = z.object({
  outcome: Outcome,
  cached: z.boolean().describe("true: an earlier execution's product was used, and no compiler ran"),
  stdout: z.string(),
  stderr: z.string(),
});
export type CompileStage = z.infer<typeof CompileStage>;

/** An execution with everything that it left. Timestamps are ISO 8601; the id is a UUIDv7. */
export const Execution = z.object({
  id: z.string().describe("UUIDv7"),
  sessionId: z.string().optional().describe("The session that it was a cell of"),
  language: z.string().describe("As the request named it until it starts, then its id"),
  version: z.string().describe("Of the language that ran; empty until it starts"),
  engine: z.string().describe("Which engine ran it; empty until it starts"),
  engineReason: z.string().optional().describe("Where the request left the choice: why this engine"),
  environment: z.string().describe("The set of packages that it had; empty until it starts"),
  state: z.enum(["queued", "running", "ended"]).describe("queued: it waits for its turn"),
  outcome: Outcome.optional().describe("How it ended; there once the state is ended"),
  compile: CompileStage.optional().describe("For compiled languages: what the compiler did before the program ran"),
  stdout: z.string().describe("As far as it has come"),
  stderr: z.string().describe("As far as it has come"),
  results: z.array(Result).describe("Rich values that it displayed"),
  artifacts: z.array(Artifact).describe("Files that it created or changed"),
  variables: z.record(z.string(), z.unknown()).optional().describe("Values of returnVariables: docs/results.md"),
  createdAt: z.string().describe("ISO 8601"),
  startedAt: z.string().optional().describe("ISO 8601"),
  endedAt: z.string().optional().describe("ISO 8601"),
  metadata: z.record(z.string(), z.unknown()).optional().describe("As the request gave it"),
});
export type Execution = z.infer<typeof Execution>;
/** An execution that is over: it has its outcome. */
export type EndedExecution = Execution & { state: "ended"; outcome: Outcome };
