import { GloveboxError } from "@glovebox/protocol";

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  EACCES: "this user may not write there",
  EIO: "the disk failed",
  ENOENT: "the folder is gone",
};

/** Does what writes an artifact; where the disk does not let it, the error says so. */
export function onDisk<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const problem = PROBLEMS[code];
    if (problem === undefined) throw error;
    throw new GloveboxError("unavailable", `what the program left cannot be stored: ${problem}`, {
      advice: "make room where artifacts are kept, then run it again",
      survives: "engine",
      cause: error,
    });
  }
}
