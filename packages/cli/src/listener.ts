import {
  type EndedExecution,
  type Event,
  type Execution,
  emptyExecution,
  GloveboxError,
  isEnded,
  type Result,
  recordEvent,
} from "glovebox";
import { pictureOf, textOf } from "./pictures.ts";
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
    // What a compiler says is no output of the program's.
    if (event.type === "stdout" || event.type === "stderr")
      this.#write(event.stage === "compile" ? "stderr" : event.type, event.data);
    if (event.type === "result" && isText(event.result)) this.#write("stdout", `${textOf(event.result)}\n`);
    if (event.type === "ended") (process.stdout.isTTY ? process.stdout : process.stderr).write(this.#guard.rest());
  }

  #write(name: "stdout" | "stderr", text: string): void {
    const stream = process[name];
    stream.write(stream.isTTY ? this.#guard.guard(text) : text);
  }
}

/** What `display` shows of no picture is printed. The value of a program's last line is none of its output. */
function isText(result: Result): boolean {
  return !result.main && Object.keys(result.mime).length > 0 && pictureOf(result) === undefined;
}
