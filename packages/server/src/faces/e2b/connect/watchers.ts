import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { GloveboxError, type OpenSandbox } from "glovebox";
import { ConnectError } from "./codes.ts";

const MOST_WATCHERS = 32;
const MOST_EVENTS = 10_000;
/** A folder has been looked at again after that; see `watchFolder`. */
const LOOKED_BY_THEN_MS = 400;
/** One that nobody asks any more is ended. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

type Events = AsyncGenerator<Record<string, unknown>>;
type Open = (ready: () => void, signal: AbortSignal) => Events;
type Watcher = { readonly stop: AbortController; events: Record<string, unknown>[]; failure?: unknown; asked: number };

/** Watchers whose events wait until they are asked for, for clients that hold no stream open. */
export class Watchers {
  readonly #streams = new WeakMap<OpenSandbox, number>();
  readonly #all = new WeakMap<OpenSandbox, Map<string, Watcher>>();

  /** A place among those who watch in a sandbox: each makes it look at its files four times a second. */
  enter(sandbox: OpenSandbox): Disposable {
    const count = this.#streams.get(sandbox) ?? 0;
    if (count >= MOST_WATCHERS) throw tooMany();
    this.#streams.set(sandbox, count + 1);
    return { [Symbol.dispose]: () => void this.#streams.set(sandbox, (this.#streams.get(sandbox) ?? 1) - 1) };
  }

  /** Resolves with its id once it watches. */
  async create(sandbox: OpenSandbox, open: Open): Promise<string> {
    const own = this.#all.get(sandbox) ?? new Map<string, Watcher>();
    this.#all.set(sandbox, own);
    if (own.size >= MOST_WATCHERS) throw tooMany();
    const watcher: Watcher = { stop: new AbortController(), events: [], asked: Date.now() };
    const ready = Promise.withResolvers<void>();
    const events = open(ready.resolve, watcher.stop.signal);
    const id = randomUUID();
    own.set(id, watcher);
    const watching = collect(events, watcher).catch((error: unknown) => {
      watcher.failure = error;
      ready.reject(error);
    });
    try {
      await Promise.race([ready.promise, watching.then(() => ready.promise)]);
      return id;
    } catch (error) {
      own.delete(id);
      throw error;
    }
  }

  /** What happened since it was last asked, whatever happened before this call included. */
  async take(sandbox: OpenSandbox, id: string): Promise<readonly Record<string, unknown>[]> {
    const watcher = this.#get(sandbox, id);
    await setTimeout(LOOKED_BY_THEN_MS);
    if (watcher.failure !== undefined) throw watcher.failure;
    watcher.asked = Date.now();
    const { events } = watcher;
    watcher.events = [];
    return events;
  }

  remove(sandbox: OpenSandbox, id: string): void {
    this.#get(sandbox, id).stop.abort();
    this.#all.get(sandbox)?.delete(id);
  }

  #get(sandbox: OpenSandbox, id: string): Watcher {
    const watcher = this.#all.get(sandbox)?.get(id);
    if (watcher === undefined) throw new GloveboxError("not_found", `watcher ${id.slice(0, 80)} is not there`);
    return watcher;
  }
}

function tooMany(): ConnectError {
  return new ConnectError("resource_exhausted", `${MOST_WATCHERS} watchers are in this sandbox; remove some`);
}

async function collect(events: Events, watcher: Watcher): Promise<void> {
  const forgotten = setInterval(() => {
    if (Date.now() - watcher.asked > FORGOTTEN_AFTER_MS) watcher.stop.abort();
  }, 60_000).unref();
  try {
    for await (const event of events) if (watcher.events.length < MOST_EVENTS) watcher.events.push(event);
  } finally {
    clearInterval(forgotten);
  }
}
