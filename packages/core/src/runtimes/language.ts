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
  /** How it is found and run on this machine. Without it only other engines have the language. */
  readonly native?: NativeLanguage;
};

export type NativeLanguage = {
  readonly toolchain: ToolchainKind;
  /** Versions of the toolchain that will do, as a semver range. Default: every one. */
  readonly needs?: string;
  /** For a language that is compiled: what makes the program. */
  readonly build?: (context: BuildContext) => Build;
  /** Filled once for a toolchain, by a build of its own, and mounted beside every build: compiled standard libraries. */
  readonly cache?: (context: Pick<BuildContext, "tool" | "program">) => Build;
  readonly run: (context: RunContext) => Invocation;
};

type Context = {
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
