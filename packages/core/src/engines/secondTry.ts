import type { SandboxEvent } from "./engine.ts";

const ATTEMPTS = 3;

/**
 * A run whose sandbox is replaced where it dies before it has started the program: nothing of the program has run then.
 */
export async function* runUntilStarted(
  run: () => AsyncIterable<SandboxEvent>,
  replace: () => Promise<void>,
): AsyncGenerator<SandboxEvent> {
  for (let attempt = 1; ; attempt++) {
    let died = false;
    let started = false;
    for await (const event of run()) {
      started ||= event.type === "started";
      died = !started && attempt < ATTEMPTS && event.type === "ended" && event.outcome.status === "crashed";
      if (!died) yield event;
    }
    if (!died) return;
    await replace();
  }
}
