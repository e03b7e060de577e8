import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

/** What one process has used since `restart`, seen from outside. Milliseconds and bytes; 0 where the machine does not tell. */
export interface Meter {
  restart(): void;
  cpuMs(): number;
  /** How much more memory it has now than it had. */
  grownBytes(): number;
  /** The most that was in memory. */
  peakBytes(): number;
  /** How much it asked for, touched or not. */
  askedBytes(): number;
}

const TICK_MS = 10;

export function meterOf(pid: number): Meter {
  return process.platform === "linux" ? new ProcMeter(pid) : new PsMeter(pid);
}

/** By /proc. */
class ProcMeter implements Meter {
  readonly #folder: string;
  #cpuBefore = 0;
  #residentBefore = 0;
  #dataBefore = 0;

  constructor(pid: number) {
    this.#folder = `/proc/${pid}`;
  }

  restart(): void {
    try {
      writeFileSync(`${this.#folder}/clear_refs`, "5"); // the high-water mark alone
    } catch {
      // it has ended, or the kernel keeps no such file: then the peak is a little too high
    }
    const status = this.#read("status");
    this.#residentBefore = bytesIn(status, "VmRSS");
    this.#dataBefore = bytesIn(status, "VmData");
    this.#cpuBefore = this.#allCpuMs();
  }

  cpuMs(): number {
    return Math.max(0, this.#allCpuMs() - this.#cpuBefore);
  }

  grownBytes(): number {
    return bytesIn(this.#read("status"), "VmRSS") - this.#residentBefore;
  }

  peakBytes(): number {
    return Math.max(0, bytesIn(this.#read("status"), "VmHWM") - this.#residentBefore);
  }

  askedBytes(): number {
    return Math.max(0, bytesIn(this.#read("status"), "VmData") - this.#dataBefore);
  }

  #allCpuMs(): number {
    const stat = this.#read("stat");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
  }

  #read(file: string): string {
    try {
      return readFileSync(`${this.#folder}/${file}`, "utf8");
    } catch {
      return ""; // it has ended
    }
  }
}

function bytesIn(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0) * 1024;
}

/** By ps, for systems without /proc: the figures are those of a moment ago. */
class PsMeter implements Meter {
  readonly #pid: number;
  #now = { resident: 0, cpuMs: 0 };
  #before: { resident: number; cpuMs: number } | undefined;
  #peak = 0;
  #asking = false;

  constructor(pid: number) {
    this.#pid = pid;
    this.#ask();
  }

  /** The first answer from now on is what it began with. */
  restart(): void {
    this.#before = undefined;
    this.#ask();
  }

  cpuMs(): number {
    this.#ask();
    return Math.max(0, this.#now.cpuMs - (this.#before ?? this.#now).cpuMs);
  }

  grownBytes(): number {
    this.#ask();
    return this.#now.resident - (this.#before ?? this.#now).resident;
  }

  peakBytes(): number {
    return Math.max(0, this.#peak - (this.#before?.resident ?? this.#peak));
  }

  askedBytes(): number {
    return this.peakBytes();
  }

  #ask(): void {
    if (this.#asking || process.platform === "win32") return;
    this.#asking = true;
    execFile("ps", ["-o", "rss=,time=", "-p", String(this.#pid)], (error, said) => {
      this.#asking = false;
      if (error !== null) return;
      const [resident = "0", time = "0"] = said.trim().split(/\s+/);
      const [days = "0", clock = time] = time.includes("-") ? time.split("-") : ["0", time];
      const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), Number(days) * 24);
      this.#now = { resident: Number(resident) * 1024, cpuMs: seconds * 1000 };
      this.#peak = this.#before === undefined ? this.#now.resident : Math.max(this.#peak, this.#now.resident);
      this.#before ??= this.#now;
    });
  }
}
