import { randomUUID } from "node:crypto";
import type { SocketRoute, SocketRoutes } from "../../../sockets.ts";
import { errorAnswer } from "../answers.ts";
import type { RestParts } from "../app.ts";
import { SessionConnection } from "./connection.ts";

const PATH = /^\/v1\/sessions\/([A-Za-z0-9_.-]{1,128})\/stream$/;

/** The WebSocket of a session. An unknown session is refused before there is one. */
export function streamRoute(parts: RestParts, most: number): SocketRoutes {
  return (path) => {
    const [, id] = PATH.exec(path) ?? [];
    return id === undefined ? undefined : routeTo(id, parts, most);
  };
}

function routeTo(id: string, parts: RestParts, most: number): SocketRoute {
  return {
    kind: "session",
    most,
    open: (principal) => {
      const session = parts.sessions.get(principal, id);
      return (socket) => new SessionConnection(socket, session, parts).open();
    },
    refusal: (error) => errorAnswer(error, randomUUID()).body,
  };
}
