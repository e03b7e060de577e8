import { GloveboxError } from "@glovebox/protocol";

/** By Node's code, or by SQLite's primary result code. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "it is on a read-only file system",
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  ENOTDIR: "a part of its path is not a directory",
  EEXIST: "it is not a directory",
  ENOENT: "it cannot be made",
  "8": "it is read-only",
  "10": "the disk does not answer as it should",
  "11": "glovebox.db is damaged",
  "13": "the disk is full",
  "14": "its files cannot be opened or made, as on a full or read-only disk",
  "26": "glovebox.db is not a database",
};
const DAMAGED = ["11", "26"];

/** What the disk or SQLite said as an error that names the data directory; anything else as it is. */
export function storageFailure(error: unknown, dataDir: string): unknown {
  const code = codeOf(error);
  const problem = code === undefined ? undefined : PROBLEMS[code];
  if (code === undefined || problem === undefined) return error;
  return new GloveboxError("unavailable", `dataDir: ${dataDir} cannot be used: ${problem}`, {
    field: "dataDir",
    advice: DAMAGED.includes(code)
      ? `move ${dataDir}/glovebox.db away, together with its -wal and -shm files; a new one is made`
      : "make room or give this user the right to write there, or give another --data-dir",
    survives: "nothing",
    cause: error,
  });
}

export function alreadyInUse(dataDir: string): GloveboxError {
  return new GloveboxError("unavailable", `dataDir: ${dataDir} is in use by another Glovebox server`, {
    field: "dataDir",
    advice: "stop the other server, or give this one another --data-dir",
    survives: "nothing",
  });
}

/** SQLite's extended codes carry the primary one in their low byte. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("errcode" in error && typeof error.errcode === "number") return String(error.errcode & 0xff);
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
