import { GloveboxError } from "@glovebox/protocol";
import { BASE } from "./environment.ts";

const STORAGE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "it is on a read-only file system",
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  ENOTDIR: "a part of its path is not a directory",
};
const DISK_FULL = /No space left on device|Disk quota exceeded/;

/** The same failure as an error that names the data directory, if that is what failed. */
export function storageFailure(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return error;
  const problem = STORAGE_PROBLEMS[error.code];
  return problem === undefined ? error : unwritable(problem, dataDir, error);
}

/** The installer ran and did not succeed. */
export function installerFailure(name: string, lastLines: string, dataDir: string): GloveboxError {
  if (DISK_FULL.test(lastLines)) return unwritable("the disk is full", dataDir, new Error(lastLines));
  return new GloveboxError("environment_failed", `the environment "${name}" could not be installed:\n${lastLines}`, {
    advice: `mend what the installer names, then try again: glovebox env install ${name}`,
    survives: "engine",
  });
}

export function unknownEnvironment(name: string, known: Iterable<string>): GloveboxError {
  const names = Array.from(known).join(", ");
  return new GloveboxError("unknown_environment", `there is no environment ${JSON.stringify(name)}; known: ${names}`, {
    field: "environment",
    advice: `use one of: ${names}`,
  });
}

export function baseIsFixed(verb: "installed" | "removed"): GloveboxError {
  return new GloveboxError("invalid_request", `the environment "${BASE}" is always there and cannot be ${verb}`, {
    field: "environment",
  });
}

function unwritable(problem: string, dataDir: string, cause: Error): GloveboxError {
  return new GloveboxError("environment_failed", `cannot write to the data directory ${dataDir}: ${problem}`, {
    advice: "make room there, or choose another data directory",
    survives: "engine",
    cause,
  });
}
