import { GloveboxError } from "@glovebox/protocol";

/** So many of the largest bodies may be in memory at once; a workspace of usual size fits hundreds of times. */
const LARGEST_AT_ONCE = 8;

/** What the bodies of requests take of this process's memory, one by one and together. */
export class Bodies {
  readonly #mostEach: number;
  #bytes = 0;

  constructor(mostEach: number) {
    this.#mostEach = mostEach;
  }

  /** For one request's body; disposing it gives all back. */
  room(): BodyRoom {
    let own = 0;
    return {
      announce: (bytes) => {
        if (bytes > this.#mostEach) throw tooLarge(this.#mostEach);
      },
      take: (bytes) => {
        if (own + bytes > this.#mostEach) throw tooLarge(this.#mostEach);
        if (this.#bytes + bytes > this.#mostEach * LARGEST_AT_ONCE) throw tooMany();
        own += bytes;
        this.#bytes += bytes;
      },
      [Symbol.dispose]: () => {
        this.#bytes -= own;
        own = 0;
      },
    };
  }
}

export type BodyRoom = Disposable & {
  /** Takes nothing yet. Throws where so many bytes are more than one body may have. */
  announce(bytes: number): void;
  /** Before so many more bytes are read. Throws where they are too many. */
  take(bytes: number): void;
};

function tooLarge(mostBytes: number): GloveboxError {
  return new GloveboxError("payload_too_large", `the body is larger than ${mostBytes} bytes`, {
    advice: "send less, or start the server with a larger maxBodyBytes",
  });
}

function tooMany(): GloveboxError {
  return new GloveboxError("too_busy", "the bodies of other requests fill the memory that there is for them", {
    advice: "try again in a few seconds, or send less at once",
    survives: "engine",
    retryAfter: 5,
  });
}
