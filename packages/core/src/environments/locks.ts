import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { minorVersion, type Python } from "./environment.ts";

/** The environments that Glovebox ships: name, and path of the lock file that says what is in it. */
export function bundledLocks(): ReadonlyMap<string, string> {
  return new Map([["data", bundledLock("data.lock")]]);
}

/** A file of the folder `sandbox/environments`, at the repository's root or at the installed package's. */
export function bundledLock(file: string): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const lock = join(folder, "sandbox", "environments", file);
    if (existsSync(lock)) return lock;
    if (folder === dirname(folder)) throw missingLock(file);
  }
}

function missingLock(file: string): GloveboxError {
  return new GloveboxError("environment_failed", `sandbox/environments/${file} is missing from this installation`, {
    advice: "install glovebox again",
    survives: "nothing",
  });
}

/** The directory name of what the lock gives on this machine: another lock, Python or processor is another place. */
export function environmentId(name: string, lock: string, python: string): string {
  const asked = `${lock}\n${python}\n${process.platform}-${process.arch}`;
  return `${name}-${createHash("sha256").update(asked).digest("hex").slice(0, 12)}`;
}

export function environmentIdFor(name: string, lock: string, python: Python): string {
  return environmentId(name, lock, minorVersion(python));
}

/** How many entries a lock has for each package. Several versions share a name where their markers exclude each other. */
export function lockedPackages(lock: string): Map<string, number> {
  const entries = new Map<string, number>();
  for (const [, name = ""] of lock.matchAll(/^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?(?: *==| *@)/gm)) {
    entries.set(name, (entries.get(name) ?? 0) + 1);
  }
  return entries;
}
