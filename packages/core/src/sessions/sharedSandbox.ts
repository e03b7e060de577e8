import type { OpenedLive } from "../executions/opening.ts";

/** A sandbox that several sessions share. It ends with the last of them. */
export class SharedSandbox {
  readonly opened: OpenedLive;
  #users = 0;
  #end: Promise<void> | undefined;

  constructor(opened: OpenedLive) {
    this.opened = opened;
  }

  /** Disposing what it answers leaves it. */
  enter(): AsyncDisposable {
    this.#users++;
    let left = false;
    return {
      [Symbol.asyncDispose]: async () => {
        if (left) return;
        left = true;
        this.#users--;
        if (this.#users === 0) await this.end();
      },
    };
  }

  /** Whoever is in it. */
  end(): Promise<void> {
    this.#end ??= this.#close();
    return this.#end;
  }

  async #close(): Promise<void> {
    using _held = this.opened;
    await this.opened.sandbox[Symbol.asyncDispose]();
  }
}
