/** What the host asks of a Deno child. Both ends are ours, and nothing here comes from user code. */

/** What the child becomes. Paths are the host's; it loses its right to read them before any user code. */
export type Boot = {
  readonly kind: "python" | "javascript" | "snapshot";
  /** Files and folders that it may read until then. */
  readonly readable: readonly string[];
  /** Folder of Pyodide; null for javascript. */
  readonly pyodide: string | null;
  /** The memory image that Python starts from; null: a cold start. */
  readonly snapshot: string | null;
  /** Our own Python modules, path and text, for a snapshot to hold. */
  readonly sources: Readonly<Record<string, string>>;
  /** A folder of wheels, with the lock file that names them. Those that a program imports are loaded before it runs. */
  readonly packages: { readonly folder: string; readonly lock: PackageLock } | null;
  /** Modules to import before the program comes, with their packages. Those that are missing are passed over. */
  readonly imports: readonly string[];
  /** Whether to do ahead what makes a program faster. It takes longer than it saves, so not while somebody waits. */
  readonly ahead: boolean;
};

/** As much of Pyodide's lock file as is used here. */
export type PackageLock = {
  readonly packages: Readonly<Record<string, { readonly name: string; readonly imports: readonly string[] }>>;
};

export type FileHeader = { readonly name: string; readonly size: number };

/** One program. Paths are the sandbox's. */
export type Run = {
  readonly main: string;
  /** Whether the main file is TypeScript, whatever it is called. */
  readonly typescript: boolean;
  readonly arguments: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly workdir: string;
  /** Variables whose values are wanted: of Python. */
  readonly returns: readonly string[];
  readonly svg: boolean;
  readonly fileBytes: number;
  readonly workspaceBytes: number;
};

/** A process that stays, and runs one cell after another. */
export type Live = Pick<Run, "typescript" | "variables" | "workdir" | "fileBytes" | "workspaceBytes">;

export type CellOrder = {
  readonly source: string;
  /** Whether it has a number of its own; else it is called cell 0. */
  readonly counts: boolean;
  /** What it can read; null: nothing. */
  readonly input: string | null;
  /** Set while it runs. */
  readonly variables: Readonly<Record<string, string>>;
  readonly returns: readonly string[];
  readonly svg: boolean;
};
