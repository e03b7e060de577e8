import { randomUUID } from "node:crypto";
import { type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ApiError, ErrorCode } from "@glovebox/protocol";

type Answer = { readonly status: number; readonly code: ErrorCode; readonly message: string; readonly advice: string };

/** Requests that never become one: not HTTP, headers too large, or not sent whole in time. */
export function answerBrokenRequests(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    // Once an answer has begun, more text would only garble it.
    if (error.code === "ECONNRESET" || !socket.writable || socket.bytesWritten > 0) socket.destroy();
    else socket.end(asHttp(answerTo(error.code)), () => socket.destroySoon());
  });
}

function answerTo(code: string | undefined): Answer {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return {
        status: 431,
        code: "payload_too_large",
        message: "the headers are larger than 16 KiB together",
        advice: "send shorter headers",
      };
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return {
        status: 408,
        code: "request_timeout",
        message: "the request did not come whole in time",
        advice: "send it faster, or start the server with a larger requestTimeoutMs",
      };
    default:
      return {
        status: 400,
        code: "invalid_request",
        message: "this is not a request in HTTP/1.1",
        advice: "send it with an HTTP client; GET /docs shows how",
      };
  }
}

function asHttp({ status, code, message, advice }: Answer): string {
  const requestId = randomUUID();
  const body = JSON.stringify({ error: { code, message, advice, requestId } } satisfies ApiError);
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    "Connection: close",
  ];
  return `${headers.join("\r\n")}\r\n\r\n${body}`;
}
