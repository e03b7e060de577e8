import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeOwnedFolder } from "../../processes/ownedFolder.ts";

/** A temporary folder of one warden: the host's socket, and places to mount the outer root on. */
export type RunFolder = { readonly path: string; readonly socket: string; remove(): void };

export function makeRunFolder(): RunFolder {
  const path = makeOwnedFolder();
  for (const name of ["stage", "root"]) {
    mkdirSync(join(path, name));
    chmodSync(join(path, name), 0o755);
  }
  return { path, socket: join(path, "host.sock"), remove: () => rmSync(path, { recursive: true, force: true }) };
}
