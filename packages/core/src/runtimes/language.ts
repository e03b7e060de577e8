import { dirname, join } from "node:path";
import type { Limits } from "@glovebox/protocol";
import type { ToolchainKind } from "./toolchain.ts";

/**
 * A language as data. To add one: a file in `definitions/`, and a line in `languages.ts`; see
 * docs/adding-a-language.md.
 */
export type Language = {
  readonly id: string;
  readonly aliases: readonly string[];
  /** Of a main file's name; the first is the usual one. */
  readonly extensions: readonly string[];
  /** Names of interpreters in a shebang line. */
  readonly shebangs: readonly string[];
  /** What inline code is called. */
  readonly mainFile: string;
  /** The same where it depends on the code, or on the files beside it. */
  readonly nameMain?: (code: string, files: ReadonlyMap<string, Uint8Array>) => string;
  /** How a script of this machine is known to be part of a project, which is then carried with it. */
  readonly project?: ProjectKind;
  /** How it is found and run on this machine. Without it only other engines have the language. */
  readonly native?: NativeLanguage;
};

export type ProjectKind = {
  /** The file that the project's folder has. */
  readonly manifest: string;
  /** Folder in it that has the sources; other scripts below the manifest are on their own. Default: any. */
  readonly sources?: string;
  /** Folder in it with what builds on this machine have left. */
  readonly products?: string;
};

/** An interpreter that stays, and takes one cell after the other. */
export type SessionInvocation = Omit<Invocation, "reports"> & {
  /** How it is given cells; see `Spawn` in engines/native/frames.ts. */
  readonly dialect: "frames" | "texts";
};

export type NativeLanguage = {
  readonly toolchain: ToolchainKind;
  /** Versions of the toolchain that will do, as a semver range. Default: every one. */
  readonly needs?: string;
  /** For a language that is compiled: what makes the program. */
  readonly build?: (context: BuildContext) => Build;
  /**
   * Made once for a toolchain, by a build of its own that has none of the request's files, and mounted beside every
   * build and run: compiled standard libraries. There may be several, of which a request gets the one that it needs.
   */
  readonly cache?: (context: BuildContext) => Build;
  /** Whether programs find the cache beside them when they run. */
  readonly runsWithCache?: boolean;
  readonly run: (context: RunContext) => Invocation;
  /** For a language that can have sessions. */
  readonly session?: (
    context: Pick<Context, "tool" | "program" | "version" | "limits" | "hasPackages">,
  ) => SessionInvocation;
  /** Whether a session's interpreter finds packages that come while it runs, and its cells know how to ask for them. */
  readonly takesLivePackages?: boolean;
  /**
   * What is started before there is a request, in a sandbox that waits for one: what a start costs is over then. It is
   * told what to run in the way that ahead/Launcher.java describes. For requests with the usual limits that set no
   * variables and no folder, once the language was used; others are run by `run`, so both must do the same.
   */
  readonly ahead?: {
    /** The only name of a main file that it can be told to run. Default: any. */
    readonly main?: string;
    readonly start: (context: Pick<Context, "tool" | "program" | "version" | "limits">) => Invocation;
    readonly tell: (context: RunContext) => readonly string[];
  };
};

type Context = {
  /** The toolchain's. */
  readonly version: string;
  /** Where a file of the toolchain is in the sandbox, such as `tool("bin/go")`. */
  readonly tool: (file: string) => string;
  /** Its main program, which may have a version in its name. */
  readonly program: string;
  /** Paths of the request's files, relative to the workspace. */
  readonly files: readonly string[];
  /** One of them. */
  readonly main: string;
  readonly limits: Limits;
  /** Whether packages of the language's own ecosystem are there, in `PLACES.packages`. */
  readonly hasPackages: boolean;
};

export type BuildContext = Context & {
  /** Reads one of the request's files as text. */
  readonly read: (file: string) => string;
};

/** The nearest folder that has a file of this name, from the main file's upwards; `.` is the workspace. */
export function nearestFolder(name: string, { main, files }: Pick<Context, "main" | "files">): string | undefined {
  for (let folder = dirname(main); ; folder = dirname(folder)) {
    if (files.includes(join(folder, name))) return folder;
    if (folder === ".") return undefined;
  }
}

export type RunContext = Context & { readonly args: readonly string[] };

export type Build = {
  /** For /bin/sh, in the workspace. It leaves the program in the folder `PRODUCT`. */
  readonly script: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Laid into the workspace beside the request's own. */
  readonly files?: Readonly<Record<string, string>>;
};

export type Invocation = {
  /** null: the file is run by the interpreter that is already warm. */
  readonly command: readonly string[] | null;
  readonly variables?: Readonly<Record<string, string>>;
  /** Folders of Python packages. */
  readonly modulePath?: readonly string[];
  /** Whether the command reports the exception that ends it; see ahead/Launcher.java. */
  readonly reports?: boolean;
};

export const WORKSPACE = "/workspace";
/** Where a build leaves what it made: outside of the workspace, which has the sources. */
export const PRODUCT = "/tmp/product";
/** Where sandboxes get layers; see sandbox/glovebox_sandbox/layers.py. */
export const PLACES = {
  program: "/opt/program",
  packages: "/opt/packages",
  /** Node looks for packages in every folder above a program, so at the root for all. */
  nodeModules: "/node_modules",
  cache: "/opt/cache",
  registries: "/opt/registries",
} as const;
export type Place = keyof typeof PLACES;
