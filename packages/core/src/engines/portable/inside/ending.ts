import type { Host } from "./host.ts";

const LINGER_MS = 5_000;

/** The files of a program, wherever its language keeps them. Names are relative to the workspace. */
export interface Workspace {
  /** Regular files that are new or differ from what was laid, by name, and notes on what was left out. */
  changed(): { files: Map<string, Uint8Array>; notes: string[] };
}

export type Ended = { readonly exitCode: number | null; readonly signal?: string };
/** What a program says of its failure: an ErrorReport as JSON. */
export type Told = string | undefined;

/** Says how the program ended, and what it left. Works without a turn of the event loop, so it can be its last act. */
export function tellEnding(host: Host, workspace: Workspace, most: number, ended: Ended, told?: Told): void {
  if (told !== undefined) host.send("error", new TextEncoder().encode(told));
  const { files, notes } = workspace.changed();
  let left = most;
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (content.length > left) {
      notes.push(`${JSON.stringify(name.slice(0, 200))} was left out: artifacts larger than limits.workspaceBytes`);
      continue;
    }
    left -= content.length;
    host.sendJson("artifact", { name, size: content.length });
    host.sendData(content);
  }
  const { exitCode, signal = null } = ended;
  host.sendJson("ended", { exitCode, signal, notes: notes.slice(0, 20) });
  // The host measures what was used, and then ends this process.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LINGER_MS);
}

export function same(one: Uint8Array | undefined, other: Uint8Array): boolean {
  if (one === undefined || one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}
