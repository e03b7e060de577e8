import { GloveboxError, type SignalName } from "@glovebox/protocol";
import type { ProgramInput } from "../../executions/programControls.ts";

const ENDING: readonly SignalName[] = ["SIGINT", "SIGTERM", "SIGKILL"];

export type PortableInputOptions = {
  /** Asks the program to stop as Ctrl-C does. Answers whether it can hear that. */
  readonly interrupt: () => boolean;
  readonly end: (signal: SignalName) => void;
};

/**
 * What can be done to a program whose stdin was handed over whole before it started, and which knows no signals: Python
 * is interrupted once by SIGINT; otherwise SIGINT, SIGTERM and SIGKILL end the program.
 */
export class PortableInput implements ProgramInput {
  readonly #options: PortableInputOptions;

  constructor(options: PortableInputOptions) {
    this.#options = options;
  }

  async write(): Promise<void> {
    throw refused("stdin", "gives a program its input before it starts");
  }

  end(): void {
    // it has ended already
  }

  signal(name: SignalName): void {
    if (!ENDING.includes(name)) throw refused("signal", `can send only ${ENDING.join(", ")}, not ${name}`);
    if (name !== "SIGINT" || !this.#options.interrupt()) this.#options.end(name);
  }
}

function refused(field: string, what: string): GloveboxError {
  return new GloveboxError("invalid_request", `${field}: the portable engine ${what}`, {
    field,
    advice: "take the native engine, which runs programs as processes",
  });
}
