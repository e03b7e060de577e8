// Node keeps what it has made of our sources, and has it at hand at the next start.
// Its own default place is a folder for temporary files, in which another user of the machine could put something.
import { mkdirSync, statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where nothing can be kept, or the folder is another user's, nothing is. A setting of Node's own goes first. */
export function keepCompiled() {
  if (process.env.NODE_COMPILE_CACHE !== undefined) return;
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "glovebox", "node");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (statSync(folder).uid === process.getuid()) enableCompileCache(folder);
  } catch {
    return; // it is read-only, or nobody's
  }
}
