import type { Interpreter } from "./toolchains/interpreter.ts";

/** Places of toolchains in every sandbox: neutral, whatever they are called on the host. */
export const PYTHON_PLACE = "/opt/python";
export const NODE_PLACE = "/opt/node";
export const ENVIRONMENT_PLACE = "/opt/environment";
export const GLOVEBOX_PLACE = "/opt/glovebox";
export const WORKSPACE = "/workspace";

/** Where a path below an interpreter's prefix is found inside a sandbox. */
export function insideSandbox(interpreter: Interpreter, place: string): string {
  if (isSystem(interpreter)) return interpreter.executable;
  return place + interpreter.executable.slice(interpreter.prefix.length);
}

/** Whether the interpreter comes with the system folders that every sandbox has. */
export function isSystem(interpreter: Interpreter): boolean {
  return interpreter.prefix === "/usr" || interpreter.prefix === "/";
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
  readonly python: Interpreter;
  readonly node: Interpreter | undefined;
  readonly hasEnvironment: boolean;
};

/** What every program finds in its environment: the warden has these already. Nothing of the host's. */
export function programVariables({ python, node, hasEnvironment }: VariablesOf): Record<string, string> {
  const folders = [
    ...(isSystem(python) ? [] : [`${PYTHON_PLACE}/bin`]),
    ...(node === undefined || isSystem(node) ? [] : [`${NODE_PLACE}/bin`]),
    ...(hasEnvironment ? [`${ENVIRONMENT_PLACE}/site-packages/bin`] : []),
    "/usr/local/bin",
    "/usr/bin",
    "/bin",
  ];
  return {
    ...interpreterVariables(python),
    PATH: folders.join(":"),
    HOME: "/home/user",
    USER: "user",
    LOGNAME: "user",
    LANG: "C.UTF-8",
    PWD: WORKSPACE,
    MPLBACKEND: "Agg",
    PYTHONDONTWRITEBYTECODE: "1",
    ...(hasEnvironment ? { PYTHONPATH: `${ENVIRONMENT_PLACE}/site-packages` } : {}),
    ...singleThreaded,
  };
}

/** What the interpreter itself needs to start at its neutral place. */
export function interpreterVariables(python: Interpreter): Record<string, string> {
  return python.sharedLibrary && !isSystem(python) ? { LD_LIBRARY_PATH: `${PYTHON_PLACE}/lib` } : {};
}
