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

/** For the operator, at start: what the disk or SQLite said, with the data directory; anything else as it is. */
export function storageFailure(error: unknown, dataDir: string): unknown {
  const code = codeOf(error);
  const problem = PROBLEMS[code];
  if (problem === undefined) return error;
  return new GloveboxError("unavailable", `dataDir: ${dataDir} cannot be used: ${problem}`, {
    field: "dataDir",
    advice: DAMAGED.includes(code)
      ? `move ${dataDir}/glovebox.db away, together with its -wal and -shm files; a new one is made`
      : "make room or give this user the right to write there, or give another --data-dir",
    survives: "nothing",
    cause: error,
  });
}

/** The same for clients, who are told no path of this machine. The log has it from the cause. */
export function servedFailure(error: unknown, dataDir: string): unknown {
  const problem = PROBLEMS[codeOf(error)];
  if (problem === undefined) return error;
  return new GloveboxError("unavailable", `the server's data directory cannot be used: ${problem}`, {
    advice: "tell whoever runs the server; its log names the directory",
    survives: "nothing",
    cause: new Error(`${dataDir}: ${error instanceof Error ? error.message : error}`, { cause: error }),
  });
}

export function alreadyInUse(dataDir: string): GloveboxError {
  return new GloveboxError("unavailable", `dataDir: ${dataDir} is in use by another Glovebox server`, {
    field: "dataDir",
    advice: "stop the other server, or give this one another --data-dir",
    survives: "nothing",
  });
}

/** Empty where it has none. SQLite's extended codes carry the primary one in their low byte. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("errcode" in error && typeof error.errcode === "number") return String(error.errcode & 0xff);
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
