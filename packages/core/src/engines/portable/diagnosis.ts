import type { EnforcedPromise, EngineDiagnosis, MissingThing } from "@glovebox/protocol";
import { GloveboxError } from "@glovebox/protocol";
import type { Runtime } from "../engine.ts";
import type { Tools } from "./tools.ts";

export type DiagnosisOptions = {
  readonly tools: Tools;
  /** What the machine adds to Deno's own permissions. */
  readonly gives: () => Promise<readonly string[]>;
  readonly runtimes: () => Promise<readonly Runtime[]>;
  /** Runs a program in a sandbox, or throws what stood in the way. The decisive fact. */
  readonly tryPython: () => Promise<void>;
};

const DOORS = "Deno permissions: each is denied by name, and the last is given up before user code runs";
const IN_MEMORY = "what is in the sandbox is in its process's memory; each is used once";
const OPERATING_SYSTEM = {
  linux: "the kernel's /proc, looked at every 20 ms",
  darwin: "ps, looked at as often as it answers",
};

/** What the portable engine can do here: by trying it. */
export async function diagnosePortable(options: DiagnosisOptions): Promise<EngineDiagnosis> {
  const failure = await options.tryPython().then(() => undefined, asError);
  const gives = await options.gives();
  const { denoVersion, pyodideVersion, pythonVersion } = options.tools;
  return {
    engine: "portable",
    usable: failure === undefined,
    reason: failure?.message ?? "a program has just run in Deno without permissions",
    facts: {
      deno: denoVersion,
      pyodide: `${pyodideVersion} (Python ${pythonVersion})`,
      "added by the machine": gives.length === 0 ? "nothing" : gives.join("; "),
    },
    promises: failure === undefined ? promises(gives) : promises(gives).map(notKept),
    missing: failure === undefined ? weaknesses(gives) : [stop(failure)],
    languages: (await options.runtimes()).map(({ language, version }) => ({ language, versions: [version] })),
  };
}

function promises(gives: readonly string[]): EnforcedPromise[] {
  const watcher = OPERATING_SYSTEM[process.platform as keyof typeof OPERATING_SYSTEM];
  const network = gives.find((each) => each.includes("network"));
  const dies = gives.some((each) => each.startsWith("dies"));
  return [
    kept("No file of the host can be read or written", DOORS),
    kept("No process outside can be seen or signalled, and none can be started", DOORS),
    kept("No network and no server of the host can be reached", network === undefined ? DOORS : `${DOORS}; ${network}`),
    kept("Nothing of the host's environment is inside", `${DOORS}; the process is started with an empty one`),
    kept(
      "Nothing of one sandbox is found by another, at once or later",
      `${IN_MEMORY}; no folder for Deno to write to`,
    ),
    notKept({
      promise: "Status, exit code and output come from outside of user code",
      enforced: false,
      by: "exit code, text and files are the program's own word; status of a limit, time and memory are the host's",
    }),
    watcher === undefined
      ? notKept({ promise: MEMORY, enforced: false, by: "only WebAssembly and the JavaScript heap, by V8" })
      : kept(MEMORY, `V8 for WebAssembly and the JavaScript heap; for the rest ${watcher}`),
    kept("Wall-clock time stays within its limit", "the host's timer, which kills the process"),
    watcher === undefined
      ? notKept({ promise: CPU, enforced: false, by: "nobody: this system does not tell" })
      : kept(CPU, watcher),
    gives.some((each) => each.includes("no file"))
      ? kept(DISK, "RLIMIT_FSIZE of 0: SQLite's temporary files would go past Deno's permissions")
      : notKept({ promise: DISK, enforced: false, by: "Deno, but for temporary files of SQLite in JavaScript" }),
    kept("Output stays within its limit", "the host, which counts"),
    notKept({
      promise: "File size and disk stay within their limits",
      enforced: false,
      by: "files are memory, so its limit holds; Python's writes are refused past theirs, JavaScript's are not",
    }),
    dies
      ? kept(LEAVES, "each process dies with its host, by the kernel (PR_SET_PDEATHSIG)")
      : notKept({
          promise: LEAVES,
          enforced: false,
          by: "closing ends every process; nobody does if the host is killed",
        }),
  ];
}

const DISK = "Nothing is written to the host's disk";
const MEMORY = "Memory stays within its limit";
const CPU = "CPU time stays within its limit";
const LEAVES = "What ended leaves nothing, even if the host is killed";

function kept(promise: string, by: string): EnforcedPromise {
  return { promise, enforced: true, by };
}

function notKept(promise: EnforcedPromise): EnforcedPromise {
  return { ...promise, enforced: false };
}

function weaknesses(gives: readonly string[]): MissingThing[] {
  if (process.platform !== "linux" || gives.some((each) => each.includes("network"))) return [];
  return [
    {
      what: "namespaces around Deno",
      why: "a hole in Deno's permissions would open on the host's own network",
      remedy: "install util-linux (unshare, setpriv), and allow unprivileged user namespaces",
    },
  ];
}

function stop(error: Error): MissingThing {
  const remedy = error instanceof GloveboxError ? error.advice : undefined;
  return { what: "a sandbox that starts", why: error.message, remedy: remedy ?? "npm install deno pyodide" };
}

function asError(error: unknown): Error {
  if (error instanceof GloveboxError && error.code === "closed") throw error;
  return error instanceof Error ? error : new Error(String(error));
}
