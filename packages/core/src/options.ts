import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { defaultLimits, invalidRequest, Limits } from "@glovebox/protocol";
import { z } from "zod";

/** First uid of the blocks that sandboxes get when the host runs as root: above systemd's containers, below 2^31. */
const DEFAULT_UID_BASE = 0x7000_0000;

/** A Piston server that requests may name as their engine. The most of each is what is asked of it, whatever a request says. */
const RemotePiston = z.strictObject({
  apiUrl: z.url("must be an address, such as http://piston:2000/api/v2").optional().meta({
    description: "Its address. Without it there is no engine piston",
    variable: "PISTON_API_URL",
  }),
  timeoutMs: Limits.shape.timeoutMs
    .default(30_000)
    .meta({ description: "Most milliseconds that a program may take there", variable: "PISTON_TIMEOUT" }),
  outputBytes: Limits.shape.outputBytes.default(1024 ** 2).meta({
    description: "Most bytes of stdout, and as many of stderr, that are taken from there",
    variable: "PISTON_MAX_OUTPUT_SIZE",
  }),
  memoryBytes: Limits.shape.memoryBytes
    .default(128 * 1024 ** 2)
    .meta({ description: "Most bytes of memory that a program may have there", variable: "PISTON_MEMORY_LIMIT" }),
});

const MiB = 1024 ** 2;
/** Sandboxes that stay, with commands, files and contexts: `box.sandboxes`. */
const SandboxOptions = z.strictObject({
  most: z.number().int().min(1).max(10_000).default(100).describe("How many may be there at once, paused ones too"),
  mostPerPrincipal: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(50)
    .describe("How many one principal may have at once, so that there is room for others"),
  maxAgeMs: z
    .number()
    .int()
    .min(1_000)
    .max(30 * 24 * 3_600_000)
    .default(24 * 3_600_000)
    .describe("Milliseconds after which one ends, paused or not"),
  memoryBytes: Limits.shape.memoryBytes.default(1024 * MiB).describe("Memory of one, with its files"),
  processes: Limits.shape.processes.default(512).describe("Processes and threads of one, alive at once"),
  workspaceBytes: Limits.shape.workspaceBytes.default(512 * MiB).describe("Size of each writable place in one"),
  fileBytes: Limits.shape.fileBytes.default(512 * MiB).describe("Size of one file in one"),
  openFiles: Limits.shape.openFiles.default(4_096).describe("Files that one process in one may hold open"),
  timeoutMs: Limits.shape.timeoutMs
    .default(3_600_000)
    .describe("Milliseconds that one execution of a context may take"),
  cpuMs: Limits.shape.cpuMs.default(86_400_000).describe("Milliseconds of CPU time that one execution may take"),
  outputBytes: Limits.shape.outputBytes
    .default(16 * MiB)
    .describe("Bytes of stdout, and as many of stderr, of one execution"),
});

/** How a Glovebox is set up. Each field has a default. */
export const Options = z.strictObject({
  dataDir: z
    .string()
    .min(1)
    .default(defaultDataDir)
    .describe("Folder for installed environments. Default: glovebox in $XDG_DATA_HOME, else ~/.local/share/glovebox"),
  engine: z
    .enum(["auto", "native", "portable", "piston"])
    .default("auto")
    .describe("The engine of requests that name none"),
  limits: Limits.partial().default({}).describe("Limits of requests that name none; armed sandboxes have these"),
  armed: z
    .number()
    .int()
    .min(0)
    .max(1_000)
    .default(3)
    .describe("Finished sandboxes that wait for code, for each environment in use"),
  concurrency: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(64)
    .describe("Executions at once; further ones wait in order"),
  sessions: z.number().int().min(1).max(100_000).default(1_000).describe("Sessions that may be open at once"),
  sessionsPerPrincipal: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .describe("How many of them one principal may have, so that there is room for others"),
  sandboxes: SandboxOptions.prefault({}).describe("Sandboxes that stay, and what one may have"),
  artifactDir: z
    .string()
    .min(1)
    .optional()
    .describe("Folder where artifacts' contents stay. By default a temporary one, until close"),
  artifactBytes: z
    .number()
    .int()
    .min(1)
    .default(1024 ** 3)
    .describe("Bytes of artifacts kept; past that the oldest go"),
  layerBytes: z
    .number()
    .int()
    .min(1)
    .default(20 * 1024 ** 3)
    .describe("Bytes of built programs and installed packages kept; past that those used longest ago go"),
  packageBytes: z
    .number()
    .int()
    .min(1024 ** 2)
    .max(64 * 1024 ** 3)
    .default(2 * 1024 ** 3)
    .describe("Bytes of one set of packages, unpacked; it is built in memory"),
  packageTimeoutMs: z
    .number()
    .int()
    .min(1_000)
    .max(3_600_000)
    .default(300_000)
    .describe("Milliseconds that the installation of one set of packages may take"),
  cellPackages: z
    .boolean()
    .default(true)
    .describe("Whether code in a session may have packages installed (%pip install); false: only requests name them"),
  filesBytes: z
    .number()
    .int()
    .min(1)
    .default(1024 ** 3)
    .describe("Bytes of files kept that were put; past that the oldest go"),
  wheelUrl: z
    .url()
    .optional()
    .describe("Where the portable engine gets packages: a folder of Pyodide's wheels. Default: Pyodide's own"),
  remotePiston: RemotePiston.prefault({}).describe("The server that the engine piston runs programs on"),
  uidBase: z
    .number()
    .int()
    .min(65_536)
    .max(0x7fff_0000)
    .default(DEFAULT_UID_BASE)
    .describe("Where the host runs as root: first uid of the blocks of 65,536 that sandboxes run as"),
  cgroups: z
    .boolean()
    .default(true)
    .describe("false: limit memory and processes without cgroups even where there are some"),
});
export type Options = z.input<typeof Options>;
export type Settings = Omit<z.output<typeof Options>, "limits"> & { readonly limits: Limits };

/** Reads options once. A bad value throws a GloveboxError that names it. */
export function readOptions(options: Options): Settings {
  const parsed = Options.safeParse(options);
  if (!parsed.success) throw invalidRequest(parsed.error);
  const folders = {
    dataDir: resolve(parsed.data.dataDir),
    ...(parsed.data.artifactDir === undefined ? {} : { artifactDir: resolve(parsed.data.artifactDir) }),
  };
  const given = Object.fromEntries(Object.entries(parsed.data.limits).filter(([, value]) => value !== undefined));
  return Object.freeze({ ...parsed.data, ...folders, limits: Object.freeze({ ...defaultLimits, ...given }) });
}

function defaultDataDir(): string {
  const base = process.env["XDG_DATA_HOME"];
  return join(base?.startsWith("/") ? base : join(homedir(), ".local/share"), "glovebox");
}
