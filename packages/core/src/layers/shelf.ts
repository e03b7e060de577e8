import { join } from "node:path";

/** The folder below the data directory that holds everything which sandboxes get as layers. */
export function shelfOf(dataDir: string): string {
  return join(dataDir, "shelf");
}
