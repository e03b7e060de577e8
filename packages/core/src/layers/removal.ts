import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Removes a folder that a sandbox filled. A process of its own does it: hundreds of thousands of files would hold up
 * this one. Never rejects: what cannot be removed is left, and tried again by the next process.
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await promisify(execFile)("rm", ["-rf", "--", path]);
  } catch {
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
