import type { Toolchain } from "./toolchains/toolchain.ts";

/** Places in every sandbox: neutral, whatever they are called on the host. */
export const PYTHON_PLACE = "/opt/python";
export const ENVIRONMENT_PLACE = "/opt/environment";
export const GLOVEBOX_PLACE = "/opt/glovebox";
export const ESBUILD_PLACE = "/opt/esbuild";
/** Programs that say what is different here; see the files themselves. */
const PROGRAMS = `${GLOVEBOX_PLACE}/glovebox_sandbox/programs`;
/** Where init copies what becomes a layer; see sandbox/glovebox_sandbox/layers.py. */
export const KEEPING_PLACE = "/opt/keeping";
export { WORKSPACE } from "../../runtimes/language.ts";

/** Where a toolchain is found inside a sandbox. There is one Python in each; of others there may be several. */
export function placeOf(toolchain: Toolchain): string {
  if (isSystem(toolchain)) return toolchain.prefix;
  return toolchain.kind === "python" ? PYTHON_PLACE : `/opt/${toolchain.kind}-${toolchain.version}`;
}

/** Where its main program is found inside a sandbox. */
export function insideSandbox(toolchain: Toolchain): string {
  return placeOf(toolchain) + toolchain.executable.slice(toolchain.prefix.length);
}

/** Whether it comes with the system folders that every sandbox has. */
export function isSystem({ prefix }: Toolchain): boolean {
  return prefix === "/usr" || prefix === "/" || prefix.startsWith("/usr/");
}

/** One thread in every pool: the fork server's children must not inherit others, and limits are not per core. */
export const singleThreaded: Readonly<Record<string, string>> = {
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  NUMEXPR_NUM_THREADS: "1",
  ARROW_NUM_THREADS: "1",
  ARROW_IO_THREADS: "1",
  JE_ARROW_MALLOC_CONF: "background_thread:false",
};

export type VariablesOf = {
  readonly python: Toolchain;
  /** The preferred one of each other kind. */
  readonly others: readonly Toolchain[];
  readonly hasEnvironment: boolean;
};

/** What every program finds in its environment: the warden has these already. Nothing of the host's. */
export function programVariables({ python, others, hasEnvironment }: VariablesOf): Record<string, string> {
  const folders = [
    PROGRAMS,
    ...[python, ...others].filter((each) => placeOf(each) !== "/usr").map((each) => `${placeOf(each)}/bin`),
    ...(hasEnvironment ? [`${ENVIRONMENT_PLACE}/site-packages/bin`] : []),
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
  ];
  return {
    ...interpreterVariables(python),
    PATH: [...new Set(folders)].join(":"),
    HOME: "/home/user",
    USER: "user",
    LOGNAME: "user",
    LANG: "C.UTF-8",
    PWD: "/workspace",
    MPLBACKEND: "Agg",
    PYTHONDONTWRITEBYTECODE: "1",
    ...(hasEnvironment ? { PYTHONPATH: `${ENVIRONMENT_PLACE}/site-packages` } : {}),
    ...singleThreaded,
  };
}

/** What the interpreter itself needs to start at its neutral place. */
export function interpreterVariables(python: Toolchain): Record<string, string> {
  return python.sharedLibrary && !isSystem(python) ? { LD_LIBRARY_PATH: `${PYTHON_PLACE}/lib` } : {};
}
