import type { IncomingMessage, Server } from "node:http";

type Slow = { readBefore: number; since: number };

export type SlowRequestsOptions = {
  /** Within which a body must come whole; one that may take long must go on coming. */
  readonly timeoutMs: number;
  /** Whether its body may take as long as it needs. Node's own time-out knows no difference. */
  readonly mayTakeLong: (request: IncomingMessage) => boolean;
};

/** Has requests whose body does not come answered as broken ones. Headers are for Node to wait for. */
export function endSlowRequests(server: Server, { timeoutMs, mayTakeLong }: SlowRequestsOptions): Disposable {
  const coming = new Map<IncomingMessage, Slow>();
  server.on("request", (request) => {
    if (!bringsBody(request)) return;
    coming.set(request, { readBefore: 0, since: performance.now() });
    request.once("close", () => coming.delete(request));
  });
  const timer = setInterval(
    () => {
      for (const [request, slow] of coming) {
        const { complete, socket } = request;
        if (complete) coming.delete(request);
        else if (mayTakeLong(request) && socket.bytesRead !== slow.readBefore)
          coming.set(request, { readBefore: socket.bytesRead, since: performance.now() });
        else if (performance.now() - slow.since >= timeoutMs) {
          coming.delete(request);
          server.emit(
            "clientError",
            Object.assign(new Error("too slow"), { code: "ERR_HTTP_REQUEST_TIMEOUT" }),
            socket,
          );
        }
      }
    },
    Math.min(1_000, timeoutMs / 4),
  );
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function bringsBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
