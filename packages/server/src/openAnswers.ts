import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** The answers that their clients do not have yet. */
export class OpenAnswers {
  readonly #open = new Map<ServerResponse, IncomingMessage>();

  constructor(server: Server) {
    server.on("request", (incoming, outgoing) => {
      this.#open.set(outgoing, incoming);
      outgoing.once("close", () => this.#open.delete(outgoing));
    });
  }

  /** Resolves once those that are due now are out, or their clients gone. A request that is still coming is owed none. */
  async out(): Promise<void> {
    const due = [...this.#open].filter(([, incoming]) => incoming.complete);
    await Promise.all(due.map(([outgoing]) => new Promise<void>((resolve) => outgoing.once("close", resolve))));
  }
}
