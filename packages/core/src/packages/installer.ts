import type { Tools } from "../engines/engine.ts";
import type { Environment } from "../environments/environment.ts";
import type { Ecosystem, Upstreams } from "../registries/upstreams.ts";
import type { Build, Place } from "../runtimes/language.ts";

/** Where the registries of the host are found while a step with a network runs; see sandbox/glovebox_sandbox/installing/egress.py. */
export const REGISTRIES = "http://127.0.0.1:4873";
/** Where a step finds what an earlier one made. */
export const FROM = "/opt/cache";

/** How packages of one ecosystem are asked for and installed. All of it runs in sandboxes. */
export type Installer = {
  readonly ecosystem: Ecosystem;
  /** What it is called in messages, such as pip. */
  readonly name: string;
  /** Where programs find what it installed. */
  readonly place: Place;
  /** Puts a wish without needless spaces into one form, so that equal wishes are equal. Throws a WishProblem. */
  readonly read: (wish: string) => string;
  /** Wishes that the request's files hold, and which of the files the installation depends on. */
  readonly inFiles?: (source: SourceFiles) => FileWishes;
  /** What of the machine, beside the toolchain, the packages depend on. Throws a GloveboxError where it has none. */
  readonly onMachine?: () => Promise<string>;
  /** Makes the packages from the wishes, in as many steps as it takes. The last step's `into` is `context.target`. */
  readonly install: (context: InstallContext, run: RunStep) => Promise<number>;
};

export type SourceFiles = { readonly main: string; readonly files: ReadonlyMap<string, Uint8Array> };
export type FileWishes = { readonly wishes: readonly string[]; readonly manifests: readonly string[] };

export type InstallContext = {
  readonly tools: Tools;
  readonly wishes: readonly string[];
  /** The request's files that say more, such as go.mod. */
  readonly manifests: ReadonlyMap<string, Uint8Array>;
  /** The packages that are there anyway. */
  readonly environment: Environment;
  /** The registries behind the mirror. Some hold logins, which no step may get. */
  readonly upstreams: Upstreams;
  /** Where the result belongs. */
  readonly target: string;
  /** A folder that further installations use as well, under a name for all that influences it. */
  readonly shared: (name: readonly string[], make: MakeShared) => Promise<string>;
};

/** Makes a folder for `shared` in steps, of which the last one's `into` is `target`. Answers its bytes. */
export type MakeShared = (target: string, run: RunStep) => Promise<number>;

/** One command in a sandbox of its own. Package code may run where there is no `network` only. */
export type Step = Omit<Build, "files"> & {
  /** Laid into the workspace. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly network?: boolean;
  /** A folder that an earlier step made; it is mounted as `FROM`. */
  readonly from?: string;
  /** The folder to fill. Default: a temporary one. */
  readonly into?: string;
  /** What is said while it runs. */
  readonly task: string;
};

export type RunStep = (
  step: Step,
) => Promise<{ readonly directory: string; readonly stdout: string; readonly bytes: number }>;

/** A wish that names no package; the message goes on from the wish: `"x y" has a space`. */
export class WishProblem extends Error {}
