import { Buffer } from "node:buffer";
import { parseJson } from "../../frameFormat.ts";
import { type Frame, type FrameName, PIECE_BYTES, portableFrames } from "../frameTable.ts";
import type { FileHeader, Live, Run } from "../orders.ts";

/** A program as it arrived: the order, its files by path relative to the workspace, and its whole stdin. */
export type Program = {
  readonly run: Run;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly stdin: Uint8Array;
};

/** The child's end of the connection. Both ways block: whoever does not read makes the program wait. */
export class Host {
  readonly #stdin = Deno.stdin;
  /** Bound, because a program finds another one under this name. */
  readonly #write = Deno.stdout.writeSync.bind(Deno.stdout);
  readonly #parser = portableFrames.parser();
  readonly #arrived: Frame[] = [];
  readonly #chunk = Buffer.alloc(PIECE_BYTES);

  /** The next frame. When the host has gone there is nobody left to work for. */
  next(): Frame {
    for (;;) {
      const frame = this.#arrived.shift();
      if (frame !== undefined) return frame;
      const length = this.#stdin.readSync(this.#chunk);
      if (length === null) Deno.exit(0);
      this.#arrived.push(...this.#parser.feed(Buffer.from(this.#chunk.subarray(0, length))));
    }
  }

  /** The payload of the next frame, which must be of this name. */
  expect(name: FrameName): unknown {
    const frame = this.next();
    if (frame.name !== name) throw new RangeError(`${frame.name} came instead of ${name}`);
    return parseJson(frame.payload);
  }

  /** What is asked of this process: a program, read to the end of its stdin, or to stay and run cells. */
  order(): Program | { readonly live: Live } {
    const frame = this.next();
    if (frame.name === "live") return { live: parseJson(frame.payload) as Live };
    this.#arrived.unshift(frame);
    return this.#program();
  }

  #program(): Program {
    const files = new Map<string, Uint8Array>();
    const stdin: Uint8Array[] = [];
    let run: Run | undefined;
    for (let frame = this.next(); frame.name !== "stdin_end"; frame = this.next()) {
      if (frame.name === "file") {
        const { name, size } = parseJson(frame.payload) as FileHeader;
        files.set(name, this.#content(size));
      } else if (frame.name === "run") run = parseJson(frame.payload) as Run;
      else if (frame.name === "stdin") stdin.push(frame.payload);
      else throw new RangeError(`the host may not send ${frame.name} here`);
    }
    if (run === undefined) throw new RangeError("the program is missing");
    return { run, files, stdin: Buffer.concat(stdin) };
  }

  #content(size: number): Uint8Array {
    const content = new Uint8Array(size);
    for (let done = 0; done < size; ) {
      const { payload } = this.next();
      content.set(payload, done);
      done += payload.length;
    }
    return content;
  }

  send(name: FrameName, payload?: Uint8Array): void {
    const frame = portableFrames.pack(name, payload);
    for (let sent = 0; sent < frame.length; ) sent += this.#write(frame.subarray(sent));
  }

  sendJson(name: FrameName, value: unknown): void {
    this.send(name, Buffer.from(JSON.stringify(value)));
  }

  /** Contents of any length, in pieces. */
  sendData(content: Uint8Array, name: FrameName = "data"): void {
    for (let start = 0; start < content.length; start += PIECE_BYTES)
      this.send(name, content.subarray(start, start + PIECE_BYTES));
  }
}
