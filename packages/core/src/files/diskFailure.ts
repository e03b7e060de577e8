import { GloveboxError } from "@glovebox/protocol";

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  EACCES: "this user may not write there",
  EIO: "the disk failed",
  ENOENT: "the folder is gone",
};

/** How a failure to store is told: what could not be stored, and what to do. */
export type Stored = { readonly what: string; readonly advice: string };

export const leftByProgram: Stored = {
  what: "what the program left",
  advice: "make room where artifacts are kept, then run it again",
};
export const putByCaller: Stored = {
  what: "the file",
  advice: "make room on the disk where files are kept, or remove files that are not needed, then send it again",
};

/** Does what writes a content; where the disk does not let it, the error says so. */
export function onDisk<T>(work: () => T, { what, advice }: Stored = leftByProgram): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const problem = PROBLEMS[code];
    if (problem === undefined) throw error;
    throw new GloveboxError("unavailable", `${what} cannot be stored: ${problem}`, {
      advice,
      survives: "engine",
      cause: error,
    });
  }
}
