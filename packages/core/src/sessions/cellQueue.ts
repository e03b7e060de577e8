import { GloveboxError, MAX_WAITING_CELLS } from "@glovebox/protocol";
import { Gate } from "../async/gate.ts";

/** One session's cells, one after the other in the order in which they came. */
export class CellQueue {
  readonly #gate = new Gate(1);
  #inside = 0;

  /** Whether a cell runs or waits. */
  get busy(): boolean {
    return this.#inside > 0;
  }

  /** Resolves once it is this cell's turn. Throws `too_busy` where too many wait. */
  async enter(signal?: AbortSignal): Promise<Disposable> {
    if (this.#inside > MAX_WAITING_CELLS) throw tooMany();
    this.#inside++;
    try {
      const turn = await this.#gate.enter(signal);
      return {
        [Symbol.dispose]: () => {
          turn[Symbol.dispose]();
          this.#inside--;
        },
      };
    } catch (error) {
      this.#inside--;
      throw error;
    }
  }
}

function tooMany(): GloveboxError {
  return new GloveboxError("too_busy", `${MAX_WAITING_CELLS} cells wait in this session already`, {
    advice: "wait for the answers of some, or use branches or further sessions",
    survives: "engine",
    retryAfter: 1,
  });
}
