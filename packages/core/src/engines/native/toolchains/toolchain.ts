import { execFile } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { ToolchainKind } from "../../../runtimes/toolchain.ts";

/** A toolchain on this machine, found and asked. Paths are absolute and resolved. */
export type Toolchain = {
  /** The id of its kind. */
  readonly kind: string;
  readonly executable: string;
  readonly version: string;
  /** The folder that holds all that belongs to it. */
  readonly prefix: string;
  /** Whether it needs the library folder of its prefix on the loader's path. */
  readonly sharedLibrary: boolean;
};

const ANSWER_MS = 20_000;

/** Asks a file what it is. Undefined where it does not run, or is not of this kind. */
export async function probe(kind: ToolchainKind, file: string): Promise<Toolchain | undefined> {
  try {
    const said = await promisify(execFile)(file, [...kind.question], { timeout: ANSWER_MS, cwd: "/" });
    const told = kind.read(`${said.stdout}${said.stderr}`.trim(), file);
    if (told === undefined) return undefined;
    const executable = realpathSync(told.executable ?? file);
    const prefix = realpathSync(told.prefix ?? dirname(dirname(executable)));
    return { kind: kind.id, executable, version: told.version, prefix, sharedLibrary: told.sharedLibrary ?? false };
  } catch {
    return undefined; // a shim without a version, a broken installation, not executable
  }
}

/** Changes when the file at this path does: what is remembered about it is then stale. */
export function fingerprint(file: string): string {
  try {
    const { size, mtimeMs, ino } = statSync(realpathSync(file));
    return `${size}-${mtimeMs}-${ino}`;
  } catch {
    return "";
  }
}
