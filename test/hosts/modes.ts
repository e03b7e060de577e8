import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Options } from "../../packages/core/src/glovebox.ts";

/** As whom, and with what of the machine, Glovebox runs. Hostile programs must fail the same way in each. */
export type Mode = {
  readonly name: string;
  /** The host process's user, where it is not the tests' own. */
  readonly uid: number | undefined;
  readonly path: string;
  readonly options: Options;
  /** Whether init and the user's program have uids of their own. */
  readonly hasRange: boolean;
  readonly hasCgroups: boolean;
};

const SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";
/** Nobody on this machine: no process, no file, no entry in /etc/passwd. */
const FREE_UID = 61_234;

const isRoot = process.geteuid?.() === 0;

export const asRoot: Mode = {
  name: "root",
  uid: undefined,
  // The interpreter behind python3 here, which may lie in root's own home folder, where nobody else can go.
  path: `${dirname(pythonOf(process.env["PATH"] ?? ""))}:${SYSTEM_PATH}`,
  options: {},
  hasRange: true,
  hasCgroups: true,
};

export const asRootWithoutCgroups: Mode = {
  ...asRoot,
  name: "root without cgroups",
  options: { cgroups: false },
  hasCgroups: false,
};

export const asOrdinaryUser: Mode = {
  name: "an ordinary user",
  uid: isRoot ? FREE_UID : undefined,
  path: isRoot ? SYSTEM_PATH : (process.env["PATH"] ?? SYSTEM_PATH),
  options: {},
  hasRange: false,
  hasCgroups: false,
};

/** The users that Glovebox can run as here: root only where the tests are root. */
export const users: readonly Mode[] = isRoot ? [asRoot, asOrdinaryUser] : [asOrdinaryUser];
/** The users, and root with what enforces limits where there are no cgroups. */
export const modes: readonly Mode[] = isRoot ? [asRoot, asRootWithoutCgroups, asOrdinaryUser] : [asOrdinaryUser];

function pythonOf(path: string): string {
  const code = "import sys; print(getattr(sys, '_base_executable', None) or sys.executable)";
  return realpathSync(execFileSync("python3", ["-I", "-c", code], { encoding: "utf8", env: { PATH: path } }).trim());
}
