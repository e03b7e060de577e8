import type { SignalName } from "@glovebox/protocol";
import type { CommandEnd, CommandListener, LiveCommand, TerminalSize } from "../../engine.ts";
import type { Exited } from "../frames.ts";
import { LiveInput } from "../liveInput.ts";
import type { NativeLiveSandbox } from "./liveSandbox.ts";

/** The host's end of one command in a live sandbox. */
export class NativeCommand implements LiveCommand {
  readonly #sandbox: NativeLiveSandbox;
  readonly #guest: number;
  readonly #onSaid: CommandListener;
  readonly #input: LiveInput;
  readonly #end = Promise.withResolvers<CommandEnd>();
  #pid = 0;
  #over = false;

  constructor(sandbox: NativeLiveSandbox, guest: number, onSaid: CommandListener) {
    this.#sandbox = sandbox;
    this.#guest = guest;
    this.#onSaid = onSaid;
    this.#input = new LiveInput(sandbox.inputOf(guest));
  }

  get pid(): number {
    return this.#pid;
  }

  get exited(): Promise<CommandEnd> {
    return this.#end.promise;
  }

  async write(data: Uint8Array): Promise<void> {
    if (!this.#over) await this.#input.write(data);
  }

  end(): void {
    if (!this.#over) this.#input.end();
  }

  signal(name: SignalName): void {
    if (!this.#over) this.#input.signal(name);
  }

  resize({ rows, columns }: TerminalSize): void {
    if (!this.#over) this.#sandbox.send("resize_guest", { guest: this.#guest, rows, columns });
  }

  pause(): void {
    this.#sandbox.pause(this);
  }

  resume(): void {
    this.#sandbox.resume(this);
  }

  // --- what init says of it ---

  started(pid: number): void {
    this.#pid = pid;
  }

  said(stream: "stdout" | "stderr", data: Buffer): void {
    this.#onSaid(stream, data);
  }

  fed(bytes: number): void {
    this.#input.fed(bytes);
  }

  ended({ exitCode, signal }: Pick<Exited, "exitCode" | "signal">): void {
    this.#over = true;
    this.#input.close();
    this.resume();
    this.#end.resolve({ exitCode, signal });
  }
}
