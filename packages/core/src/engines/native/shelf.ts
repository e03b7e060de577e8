import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { makeShelf } from "../../layers/shelf.ts";
import { PLACES } from "../../runtimes/language.ts";
import type { Layer } from "../engine.ts";
import type { Attach } from "./frames.ts";

/** The folder that all layers lie in, as it is called in the outer wall: see sandbox/glovebox_sandbox/layers.py. */
export function shelfName(shelf: string, directory: string): string {
  return relative(shelf, directory);
}

/** What the warden is told to mount for these layers. */
export function mountsOf(shelf: string, layers: readonly Layer[]): Attach["mounts"] {
  return layers.map(({ place, directory }) => ({
    source: shelfName(shelf, directory),
    target: PLACES[place],
    writable: false,
  }));
}

/** Where it cannot be made (a data directory that is read-only) there are no layers, and one in `otherwise` stays empty. */
export function openShelf(shelf: string, otherwise: string): string {
  try {
    makeShelf(shelf);
    return shelf;
  } catch {
    const empty = join(otherwise, "shelf");
    mkdirSync(empty, { recursive: true });
    return empty;
  }
}
