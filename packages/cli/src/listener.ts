import {
  type EndedExecution,
  type Event,
  type Execution,
  emptyExecution,
  GloveboxError,
  isEnded,
  recordEvent,
} from "glovebox";
import { ProgressBar } from "./progress.ts";
import { TerminalGuard } from "./terminal.ts";

/** Hears an execution's events: shows them as they come where `live`, and keeps them. */
export class Listener {
  readonly #live: boolean;
  readonly #bar = new ProgressBar();
  readonly #guard = new TerminalGuard();
  readonly #execution: Execution = emptyExecution();

  constructor({ live }: { live: boolean }) {
    this.#live = live;
  }

  hear(event: Event): void {
    if (event.type === "progress") this.#bar.show(event);
    else this.#bar.finish();
    if (this.#live) this.#show(event);
    recordEvent(this.#execution, event);
  }

  /** The execution, once its last event was heard. */
  execution(): EndedExecution {
    if (!isEnded(this.#execution))
      throw new GloveboxError("internal", "the execution's events stopped before it ended");
    return this.#execution;
  }

  #show(event: Event): void {
    if (event.type === "stdout" || event.type === "stderr") {
      // What a compiler says is no output of the program's.
      const stream = process[event.stage === "compile" ? "stderr" : event.type];
      stream.write(stream.isTTY ? this.#guard.guard(event.data) : event.data);
    }
    if (event.type === "ended") (process.stdout.isTTY ? process.stdout : process.stderr).write(this.#guard.rest());
  }
}
