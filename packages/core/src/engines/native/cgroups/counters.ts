import { readFileSync } from "node:fs";
import type { KernelCounts } from "../../outcome.ts";

/** Where the kernel counts, in files of either version of cgroups. */
export type CounterFiles = {
  readonly peak: string;
  /** A file with a line `oom_kill N`. */
  readonly kills: string;
  /** A file with a line `max N`. */
  readonly refusals: string;
};

/** What a cgroup counted since the last `restart`. Each is read when asked for: most runs need only the first. */
export class Counters implements KernelCounts {
  readonly #files: CounterFiles;
  #killsBefore = 0;
  #refusalsBefore = 0;

  constructor(files: CounterFiles) {
    this.#files = files;
  }

  restart(): void {
    this.#killsBefore = readCounter(this.#files.kills, "oom_kill");
    this.#refusalsBefore = readCounter(this.#files.refusals, "max");
  }

  /** Bytes, all processes and their files in memory together; undefined where the kernel does not keep it. */
  peakMemoryBytes(): number | undefined {
    return readNumber(this.#files.peak);
  }

  outOfMemoryKills(): number {
    return readCounter(this.#files.kills, "oom_kill") - this.#killsBefore;
  }

  refusedForks(): number {
    return readCounter(this.#files.refusals, "max") - this.#refusalsBefore;
  }
}

export function readNumber(path: string): number | undefined {
  try {
    const value = Number(readFileSync(path, "utf8"));
    return Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined; // this kernel does not keep the figure
  }
}

/** The number behind a name in a file of `name number` lines; 0 where there is none. */
export function readCounter(path: string, name: string): number {
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.startsWith(`${name} `)) return Number(line.slice(name.length + 1));
  }
  return 0;
}
