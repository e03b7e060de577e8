/**
 * How Deno is started so that it can reach nothing.
 *
 * Theory of operation. Deno asks its permissions at every call that leaves the process. Each is denied by its name:
 * what is only "not granted" would go to a prompt, and importing from a few hosts is granted unless it is denied. Reading is
 * allowed below the folders of the engine's own files, and that right is given up inside before any user code runs
 * (inside/doors.ts). Two things write past the permissions, into DENO_DIR: localStorage and the cache of responses. So
 * DENO_DIR names a file, where no folder can be made. V8 is told how much WebAssembly and JavaScript memory there is;
 * what is under neither, such as array buffers, is watched from outside (meter.ts).
 */
const DENIED = ["write", "net", "env", "sys", "run", "ffi", "import"];
const WASM_PAGE_BYTES = 64 * 1024;
/** A 32-bit address space. */
const MOST_WASM_PAGES = 65_536;
const MiB = 1024 * 1024;
/** V8 itself does not start with less. */
const LEAST_HEAP_MIB = 32;

export type DoorOptions = {
  /** Absolute paths. */
  readonly readable: readonly string[];
  readonly memoryBytes: number;
  /** WebAssembly memory that is in use before any user code runs, in bytes. */
  readonly imageBytes: number;
};

export function denoArguments(script: string, { readable, memoryBytes, imageBytes }: DoorOptions): string[] {
  const pages = Math.min(MOST_WASM_PAGES, Math.ceil((memoryBytes + imageBytes) / WASM_PAGE_BYTES));
  const heapMiB = Math.max(LEAST_HEAP_MIB, Math.ceil(memoryBytes / MiB));
  return [
    "run",
    ...["--quiet", "--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--cached-only"],
    ...["--no-check", "--no-code-cache", "--node-modules-dir=none"],
    ...DENIED.map((door) => `--deny-${door}`),
    `--allow-read=${readable.map(escapeComma).join(",")}`,
    `--v8-flags=--wasm-max-mem-pages=${pages},--max-old-space-size=${heapMiB},--no-flush-bytecode,--expose-gc`,
    script,
  ];
}

/** Nothing of the host's environment. `notAFolder` is a file that is there. */
export function denoEnvironment(notAFolder: string): Record<string, string> {
  const system = process.env["SystemRoot"]; // Windows starts no process without it
  return {
    DENO_DIR: notAFolder,
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
    ...(system === undefined ? {} : { SystemRoot: system }),
  };
}

/** Deno splits the list at commas, and takes two for one. */
function escapeComma(path: string): string {
  return path.replaceAll(",", ",,");
}
