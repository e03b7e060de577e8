import type { Server } from "node:http";
import type { Socket } from "node:net";

type Stall = { readonly waiting: number; readonly since: number };

/**
 * Ends connections whose client reads nothing while an answer waits for it. Their executions end with them. A client
 * that only waits for its answer is left alone, however long it takes.
 */
export function endStalledClients(server: Server, afterMs: number): Disposable {
  const sockets = new Map<Socket, Stall | undefined>();
  server.on("connection", (socket) => {
    sockets.set(socket, undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  const timer = setInterval(() => {
    for (const [socket, before] of sockets) sockets.set(socket, look(socket, before, afterMs));
  }, afterMs / 4);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function look(socket: Socket, before: Stall | undefined, afterMs: number): Stall | undefined {
  const waiting = socket.writableLength;
  if (waiting === 0) return undefined;
  if (before === undefined || before.waiting !== waiting) return { waiting, since: performance.now() };
  if (performance.now() - before.since >= afterMs) socket.destroy();
  return before;
}
