import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder for this user only, with those above it. Node's own way of making several never returns where the
 * system answers ENOENT for a folder whose parent exists, as below /proc or behind a dangling link.
 */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (statSync(parent, { throwIfNoEntry: false }) === undefined && parent !== path) makeFolder(parent);
  mkdirSync(path, { mode: 0o700 });
}
