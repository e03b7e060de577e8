import { chmodSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder below the data directory that holds everything which sandboxes get as layers. It is open to every uid,
 * because sandboxes have uids of their own; the one around it, which they never pass, is the host process's alone.
 */
export function shelfOf(dataDir: string): string {
  return join(dataDir, "layers", "shelf");
}

/** Closed around it, or every user of the machine could connect to the registry mirror of an installation. */
export function makeShelf(shelf: string): void {
  const around = dirname(shelf);
  mkdirSync(dirname(around), { recursive: true });
  mkdirSync(around, { recursive: true, mode: 0o700 });
  makeOpen(shelf);
}

/** A folder that sandboxes can enter, whatever this process's umask says. */
export function makeOpen(folder: string): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o755);
}
