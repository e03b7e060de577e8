import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type MirrorOptions, RegistryMirror } from "./registryMirror.ts";
import { ecosystems } from "./upstreams.ts";

export type Response = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** A mirror of one test, with a client for it. */
export class MirrorBench implements AsyncDisposable {
  readonly mirror: RegistryMirror;
  readonly socket: string;
  readonly #folder: string;

  private constructor(mirror: RegistryMirror, folder: string, socket: string) {
    this.mirror = mirror;
    this.#folder = folder;
    this.socket = socket;
  }

  static async open(options: Pick<MirrorOptions, "upstreams"> & Partial<MirrorOptions>): Promise<MirrorBench> {
    const folder = await mkdtemp(join(tmpdir(), "glovebox-mirror-"));
    const socket = join(folder, "mirror.sock");
    const timeouts = { connectMs: 2_000, headersMs: 20_000, idleMs: 20_000 };
    const mirror = await RegistryMirror.listen(socket, { ecosystems, mostBytes: 100_000_000, timeouts, ...options });
    return new MirrorBench(mirror, folder, socket);
  }

  /** Asks for a path, or for an address that the mirror gave. An answer that ends too early rejects. */
  async get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
    const target = path.replace(/^http:\/\/box:80/, "");
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const asked = request({ socketPath: this.socket, path: target, method, headers: { host: "box:80", ...headers } });
    asked.on("error", reject);
    asked.on("response", (answer) => {
      const { statusCode: status = 0, headers: answered } = answer;
      text(answer).then((body) => resolve({ status, headers: answered, body }), reject);
    });
    asked.end();
    return promise;
  }

  /** Sends bytes as they are, and answers all that comes back until the mirror ends the connection. */
  async raw(bytes: string): Promise<string> {
    const socket = connect(this.socket);
    socket.write(bytes);
    return text(socket);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.mirror[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true });
  }
}
