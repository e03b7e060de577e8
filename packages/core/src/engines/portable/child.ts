import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { GloveboxError } from "@glovebox/protocol";
import type { Program } from "../engine.ts";
import { FairReader } from "../fairReader.ts";
import { parseHostileJson } from "../hostileJson.ts";
import { layHeld } from "../layHeld.ts";
import { type Frame, type FrameName, PIECE_BYTES, portableFrames } from "./frameTable.ts";
import type { Boot } from "./orders.ts";
import { Failure, Ready } from "./reports.ts";

const TAIL_BYTES = 8 * 1024;

export type Files = Pick<Program, "files" | "held">;

/** How a child's process ended. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** One Deno process and the frames between it and us. Whoever makes it must dispose of it. */
export class Child implements AsyncDisposable {
  readonly pid: number;
  readonly exit: Promise<Exit>;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #reader: FairReader;
  #onFrame: (frame: Frame) => void = () => undefined;
  #onBroken: (cause: unknown) => void = () => undefined;
  #tail = "";
  #ended = false;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#process = child;
    this.pid = child.pid ?? 0;
    const parser = portableFrames.parser();
    this.#reader = new FairReader(child.stdout, (chunk) => {
      try {
        const frames = parser.feed(chunk);
        for (const frame of frames) this.#onFrame(frame);
        return frames.length;
      } catch (cause) {
        this.#onBroken(cause);
        return 1;
      }
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#tail = (this.#tail + text).slice(-TAIL_BYTES);
    });
    child.stdin.on("error", () => undefined); // it ended before it had read everything; its exit says more
    this.exit = this.#watch();
  }

  async #watch(): Promise<Exit> {
    try {
      const [code, signal] = (await once(this.#process, "close")) as [number | null, NodeJS.Signals | null];
      return { code, signal };
    } catch (cause) {
      this.#tail = cause instanceof Error ? cause.message : String(cause);
      return { code: 127, signal: null }; // it could not be started
    } finally {
      this.#ended = true;
    }
  }

  /** Whether it runs, and nobody has ended it: what is killed takes a moment to be gone. */
  get alive(): boolean {
    const { killed, exitCode, signalCode } = this.#process;
    return !this.#ended && !killed && exitCode === null && signalCode === null;
  }

  /** The last that Deno itself, or V8, wrote to stderr. */
  get lastWords(): string {
    return this.#tail.trim();
  }

  hear(onFrame: (frame: Frame) => void, onBroken: (cause: unknown) => void): void {
    this.#onFrame = onFrame;
    this.#onBroken = onBroken;
  }

  send(name: FrameName, payload?: Uint8Array): void {
    if (this.#process.stdin.writable) this.#process.stdin.write(portableFrames.pack(name, payload));
  }

  sendJson(name: FrameName, value: unknown): void {
    this.send(name, Buffer.from(JSON.stringify(value)));
  }

  /** Sends files, those that are held as they are read, and no faster than they are taken. */
  async lay({ files, held }: Files, signal: AbortSignal | undefined, onProgress: () => void): Promise<void> {
    for (const [name, content] of files) {
      this.sendJson("file", { name, size: content.length });
      for (const piece of pieces(content)) this.send("data", piece);
    }
    if (held.size > 0) await layHeld(this.#process.stdin, held, { frames: portableFrames, signal, onProgress });
  }

  pause(): void {
    this.#reader.pause();
  }

  resume(): void {
    this.#reader.resume();
  }

  /** Boots it. Rejects with `sandbox_failed` where it says that it cannot, ends, or takes too long. */
  async boot(boot: Boot, deadlineMs: number): Promise<Ready> {
    const { promise, resolve, reject } = Promise.withResolvers<Ready>();
    const fail = (message: string) =>
      reject(new GloveboxError("sandbox_failed", `a sandbox of the portable engine did not start: ${message}`));
    const timer = setTimeout(() => fail(`it was not ready after ${deadlineMs} ms`), deadlineMs);
    this.hear(
      ({ name, payload }) => {
        if (name === "ready") resolve(Ready.parse(parseHostileJson(payload)));
        else fail(name === "broken" ? Failure.parse(parseHostileJson(payload)).message : `it sent ${name}`);
      },
      () => fail("it sent what is no frame"),
    );
    void this.exit.then(() => fail(this.lastWords || "it ended"));
    this.sendJson("boot", boot);
    try {
      return await promise;
    } catch (error) {
      this.kill();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    this.#process.stdout.destroy(); // what it still says is of no interest, and must not keep it from ending
    await this.exit;
  }
}

/** Contents of any length, in as many frames as they need. */
export function* pieces(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += PIECE_BYTES) yield content.subarray(start, start + PIECE_BYTES);
}
