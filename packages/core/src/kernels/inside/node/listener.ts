import { Buffer } from "node:buffer";
import { readSync } from "node:fs";
import { Session } from "node:inspector";
import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import { letters } from "./reports.ts";

const ORDERS = 3;
/** How long the program's thread may take to hear of an interrupt by itself. */
const PATIENCE_MS = 100;

/** What the two threads share. */
export const HEARD = 0;

/**
 * Hears the orders in a thread of its own, so that an interrupt reaches a program that never gives way: its thread is
 * told, and where it does not hear, what it runs is taken off its stack.
 */
export function listen(): void {
  const heard = new Int32Array(workerData as SharedArrayBuffer);
  let session: Session | undefined;
  for (;;) {
    const { letter, payload } = nextFrame();
    if (letter === letters.cell) parentPort?.postMessage({ type: "cell", order: JSON.parse(payload) });
    if (letter === letters.variables) parentPort?.postMessage({ type: "variables" });
    if (letter !== letters.interrupt) continue;
    Atomics.store(heard, HEARD, 0);
    parentPort?.postMessage({ type: "interrupt" });
    if (Atomics.wait(heard, HEARD, 0, PATIENCE_MS) !== "timed-out") continue;
    session ??= connected();
    session.post("Runtime.terminateExecution");
  }
}

function connected(): Session {
  const session = new Session();
  session.connectToMainThread();
  return session;
}

function nextFrame(): { letter: string; payload: string } {
  const head = exactly(5);
  return { letter: String.fromCharCode(head[4] ?? 0), payload: exactly(head.readUInt32LE()).toString("utf8") };
}

function exactly(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const read = readSync(ORDERS, bytes, at, length - at, null);
    // Nobody is left to work for.
    if (read === 0) process.kill(process.pid, "SIGKILL");
    at += read;
  }
  return bytes;
}
