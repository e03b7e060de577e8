import { randomUUID } from "node:crypto";
import { type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ApiError, ErrorCode } from "@glovebox/protocol";
import { RequestError } from "@hono/node-server";

type Answer = {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly advice: string;
};

/** Requests that never become one: not HTTP, headers too large, or not sent whole in time. */
export function answerBrokenRequests(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    // Once an answer has begun, more text would only garble it.
    if (error.code === "ECONNRESET" || !socket.writable || socket.bytesWritten > 0) socket.destroy();
    else socket.end(asHttp(answerTo(error.code)), () => socket.destroySoon());
  });
}

/** Requests that are HTTP and still name no address: without a Host header, or with one that is none. */
export function answerUnaddressed(error: unknown): Response {
  const answer = error instanceof RequestError ? UNADDRESSED : UNEXPECTED;
  const { headers, body } = told(answer);
  return new Response(body, { status: answer.status, headers });
}

const UNADDRESSED: Answer = {
  status: 400,
  code: "invalid_request",
  message: "Host: is missing, or is no host name",
  field: "Host",
  advice: "send it in HTTP/1.1, with the header Host: localhost",
};

/** Whatever the app itself did not answer: thrown on, it would end the process. */
const UNEXPECTED: Answer = { status: 500, code: "internal", message: "Glovebox failed", advice: "send it again" };

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

function asHttp(answer: Answer): string {
  const { headers, body } = told(answer);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`, ...lines].join("\r\n")}\r\n\r\n${body}`;
}

function told({ status: _, ...error }: Answer): { headers: Record<string, string>; body: string } {
  const requestId = randomUUID();
  const body = JSON.stringify({ error: { ...error, requestId } } satisfies ApiError);
  const headers = {
    "Content-Type": "application/json",
    "Content-Length": String(Buffer.byteLength(body)),
    "X-Request-Id": requestId,
    Connection: "close",
  };
  return { headers, body };
}
