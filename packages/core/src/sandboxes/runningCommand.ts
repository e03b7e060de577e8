import { GloveboxError, type SignalName } from "@glovebox/protocol";
import { Channel } from "../async/channel.ts";
import type { CommandEnd, LiveCommand, TerminalSize } from "../engines/engine.ts";
import { MOST_WAITING_BYTES } from "../executions/programControls.ts";

/** How much may wait for one reader before the sandbox is held back. */
const HIGH_WATER_BYTES = 1024 * 1024;

export type CommandRequest = {
  /** A program, by path or name, and its arguments. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Default: /home/user. */
  readonly workdir?: string | undefined;
  /** With one it runs in a terminal of that size. */
  readonly terminal?: TerminalSize | undefined;
  /** false: it finds the end of its input at once. Default: true. */
  readonly stdin?: boolean | undefined;
  /** A name of the caller's, to find it by. */
  readonly tag?: string | undefined;
};

export type CommandEvent =
  | { readonly type: "stdout" | "stderr"; readonly data: Buffer }
  | { readonly type: "ended"; readonly end: CommandEnd };

/** What one reader hears of a command. Disposing it ends the hearing, not the command. */
export type CommandEvents = AsyncIterable<CommandEvent> & Disposable;

/** A command that was started in a sandbox. It goes on whether or not anybody listens. */
export class RunningCommand {
  readonly request: CommandRequest;
  readonly #listeners = new Set<Channel<CommandEvent>>();
  readonly #full = new Set<Channel<CommandEvent>>();
  #live: LiveCommand | undefined;
  #written: Promise<void> = Promise.resolve();
  #waitingBytes = 0;
  readonly #end = Promise.withResolvers<CommandEnd>();
  #ended: CommandEnd | undefined;

  constructor(request: CommandRequest) {
    this.request = request;
  }

  /** For whoever starts it. */
  attach(live: LiveCommand, onEnd: () => void): void {
    this.#live = live;
    void live.exited.then((end) => {
      this.#ended = end;
      this.#end.resolve(end);
      onEnd();
      for (const channel of this.#listeners) finish(channel, end);
      this.#listeners.clear();
    });
  }

  /** For whoever starts it. */
  said(stream: "stdout" | "stderr", data: Buffer): void {
    for (const channel of this.#listeners) channel.push({ type: stream, data }, data.length);
  }

  /** 0 until it has started. */
  get pid(): number {
    return this.#live?.pid ?? 0;
  }

  /** Resolves once it has ended, however. */
  get ended(): Promise<CommandEnd> {
    return this.#end.promise;
  }

  /** After what was written before. Resolves once there is room for more; rejects with `too_busy` where too much waits. */
  async write(data: Uint8Array): Promise<void> {
    if (this.#waitingBytes > 0 && this.#waitingBytes + data.length > MOST_WAITING_BYTES) throw tooMuch();
    const before = this.#written;
    this.#waitingBytes += data.length;
    this.#written = before.then(() => this.#live?.write(data)).catch(() => undefined);
    await this.#written;
    this.#waitingBytes -= data.length;
  }

  /** It finds the end of its input, after all that was written. */
  async end(): Promise<void> {
    await this.#written;
    this.#live?.end();
  }

  /** To its whole process group. */
  signal(name: SignalName): void {
    this.#live?.signal(name);
  }

  resize(size: TerminalSize): void {
    this.#live?.resize(size);
  }

  /** What it says from now on, and how it ends. */
  listen(): CommandEvents {
    const channel: Channel<CommandEvent> = new Channel({
      highWater: HIGH_WATER_BYTES,
      onPause: () => this.#hold(channel),
      onResume: () => this.#release(channel),
    });
    if (this.#ended === undefined) this.#listeners.add(channel);
    else finish(channel, this.#ended);
    return {
      [Symbol.asyncIterator]: () => channel[Symbol.asyncIterator](),
      [Symbol.dispose]: () => {
        this.#listeners.delete(channel);
        channel.close();
        this.#release(channel);
      },
    };
  }

  #hold(channel: Channel<CommandEvent>): void {
    this.#full.add(channel);
    this.#live?.pause();
  }

  #release(channel: Channel<CommandEvent>): void {
    if (this.#full.delete(channel) && this.#full.size === 0) this.#live?.resume();
  }
}

function tooMuch(): GloveboxError {
  return new GloveboxError("too_busy", "more input waits than the command reads", {
    advice: "wait until what was written before is taken",
    survives: "engine",
    retryAfter: 1,
  });
}

function finish(channel: Channel<CommandEvent>, end: CommandEnd): void {
  channel.push({ type: "ended", end });
  channel.close();
}
