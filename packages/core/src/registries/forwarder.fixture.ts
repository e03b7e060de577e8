import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands for the forwarder inside a sandbox: a TCP port of loopback whose bytes go to a unix socket and back. */
export class Forwarder implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly #close: () => Promise<void>;

  private constructor(port: number, close: () => Promise<void>) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.#close = close;
  }

  static async to(path: string): Promise<Forwarder> {
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const target = connect(path);
      for (const [one, other] of [
        [client, target],
        [target, client],
      ] as const) {
        sockets.add(one);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const close = async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    };
    return new Forwarder((server.address() as AddressInfo).port, close);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}
