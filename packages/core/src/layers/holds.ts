import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isProcessAlive, thisProcess } from "../processes/identity.ts";

const MARK = /^(\d+)-(\d+)-(.+)$/;

/** Which layers sandboxes have now: of this process, and of others that share the folder. */
export class Holds {
  readonly #folder: string;
  readonly #own = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  hold(key: string): Disposable {
    const before = this.#own.get(key) ?? 0;
    if (before === 0) this.#mark(key);
    this.#own.set(key, before + 1);
    return { [Symbol.dispose]: () => this.#release(key) };
  }

  /** Forgets the processes that are gone. */
  all(): ReadonlySet<string> {
    const held = new Set<string>(this.#own.keys());
    for (const name of list(this.#folder)) {
      const [, pid, startTime, key] = MARK.exec(name) ?? [];
      if (pid === undefined || startTime === undefined || key === undefined) continue;
      if (isProcessAlive({ pid: Number(pid), startTime })) held.add(key);
      else rmSync(join(this.#folder, name), { force: true });
    }
    return held;
  }

  #mark(key: string): void {
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(this.#fileOf(key), "");
    } catch {
      // A disk without room for an empty file is no reason not to run: only other processes do not know.
    }
  }

  #release(key: string): void {
    const left = (this.#own.get(key) ?? 1) - 1;
    if (left > 0) {
      this.#own.set(key, left);
      return;
    }
    this.#own.delete(key);
    rmSync(this.#fileOf(key), { force: true });
  }

  #fileOf(key: string): string {
    const { pid, startTime } = thisProcess();
    return join(this.#folder, `${pid}-${startTime}-${key}`);
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing was ever held
  }
}
