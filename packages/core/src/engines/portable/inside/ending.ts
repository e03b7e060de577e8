import type { Host } from "./host.ts";

const LINGER_MS = 5_000;
export const MOST_DEPTH = 32;
const MOST_NOTES = 20;

/** The files of a program, wherever its language keeps them. Names are relative to the workspace. */
export interface Workspace {
  /** Regular files that are new or differ from what was laid, by name, and notes on what was left out. */
  changed(): { files: Map<string, Uint8Array>; notes: string[] };
}

/** What is no regular file and so stays inside: one note, however many there are. */
export class LeftOut {
  #links = 0;
  #deep = false;
  #first = "";

  link(name: string): void {
    if (this.#links++ === 0) this.#first = name;
  }

  deepFolder(): void {
    this.#deep = true;
  }

  get notes(): string[] {
    const links = `${this.#links} ${this.#links === 1 ? "link" : "links"} left out, such as ${JSON.stringify(this.#first.slice(0, 200))}: only regular files come out`;
    return [
      ...(this.#links === 0 ? [] : [links]),
      ...(this.#deep ? [`folders deeper than ${MOST_DEPTH} levels were left out`] : []),
    ];
  }
}

export type Ended = { readonly exitCode: number | null; readonly signal?: string };
/** What a program says of its failure: an ErrorReport as JSON. */
export type Told = string | undefined;

/** Says how the program ended, and what it left. Works without a turn of the event loop, so it can be its last act. */
export function tellEnding(host: Host, workspace: Workspace, most: number, ended: Ended, told?: Told): void {
  if (told !== undefined) host.send("error", new TextEncoder().encode(told));
  const notes = tellFiles(host, workspace, most);
  const { exitCode, signal = null } = ended;
  host.sendJson("ended", { exitCode, signal, notes });
  // The host measures what was used, and then ends this process.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LINGER_MS);
}

/** Hands over the files that are new or changed. Answers what there is to say about those that are not. */
export function tellFiles(host: Host, workspace: Workspace, most: number): readonly string[] {
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
  return bounded(notes);
}

function bounded(notes: readonly string[]): readonly string[] {
  if (notes.length <= MOST_NOTES) return notes;
  return [...notes.slice(0, MOST_NOTES - 1), `and ${notes.length - MOST_NOTES + 1} more notes like these`];
}

export function same(one: Uint8Array | undefined, other: Uint8Array): boolean {
  if (one === undefined || one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}
