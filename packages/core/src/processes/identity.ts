import { readFileSync } from "node:fs";

/** A process, told apart from a later one with the same pid by its start time (clock ticks since boot). */
export type ProcessIdentity = { readonly pid: number; readonly startTime: string };

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? "0" };
}

export function isProcessAlive({ pid, startTime }: ProcessIdentity): boolean {
  return process.platform === "linux" ? startTimeOf(pid) === startTime : exists(pid);
}

/** Elsewhere a process is known by its pid alone, so what a dead one left may stay until its pid is free. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // another user's
  }
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and parentheses. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined; // no such process
  }
}
