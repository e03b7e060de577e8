import type { Context } from "hono";
import { jsonOf, readBody } from "../../../guards/body.ts";
import type { FaceEnv } from "../../face.ts";
import type { Addressee } from "../addressee.ts";
import type { DataRoute } from "../data.ts";
import type { E2bParts } from "../parts.ts";
import { broken, cutterOf, streamOf } from "../streamOf.ts";
import { requireUser, userOf } from "../users.ts";
import { connectStatus, toldInConnect } from "./codes.ts";
import { filesystemCalls, filesystemStreams } from "./filesystem.ts";
import { endFrame, frame, onlyMessage } from "./frames.ts";
import { processCalls, processStreams } from "./process.ts";

/** One question, one answer. */
export type Call = (message: unknown, to: Addressee, signal: AbortSignal) => Promise<unknown> | unknown;
/** One question, and answers until it is over. `timeoutMs`: as the caller said. */
export type Stream = (
  message: unknown,
  to: Addressee,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number | undefined },
) => AsyncGenerator<unknown>;

const UNARY = "application/json";
const STREAM = "application/connect+json";
/** Proxies and clients take a connection that stays silent for long for dead. */
const USUAL_PING_S = 50;

/** envd's remote calls, in the JSON of the Connect protocol. */
export function connectRoutes(parts: E2bParts): readonly DataRoute[] {
  const calls = Object.entries({ ...processCalls(), ...filesystemCalls() });
  const streams = Object.entries({ ...processStreams(), ...filesystemStreams() });
  return [
    ...calls.map(([path, call]) => ({ method: "POST" as const, path, handle: unary(call, parts) })),
    ...streams.map(([path, stream]) => ({ method: "POST" as const, path, handle: streaming(stream, parts) })),
  ];
}

function unary(call: Call, parts: E2bParts): DataRoute["handle"] {
  return async (context, to) => {
    try {
      requireUser(userOf(context.req.header("Authorization")));
      const answer = await call(jsonOf(await bytesOf(context, parts, UNARY)), to, context.req.raw.signal);
      return context.json(answer as object);
    } catch (error) {
      const { isOurs, ...told } = toldInConnect(error);
      if (isOurs) parts.onFailure(context.get("requestId"), error);
      return context.json(told, connectStatus(told.code));
    }
  };
}

function streaming(stream: Stream, parts: E2bParts): DataRoute["handle"] {
  return async (context, to) => {
    // Before the answer begins: there are clients that send nothing more once they are being answered.
    const [message] = await Promise.allSettled([messageOf(context, parts)]);
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, context.req.raw.signal]);
    const source = framesOf(stream, parts, context, { to, message, signal });
    const body = streamOf(source, {
      quietMs: pingOf(context) * 1_000,
      keepalive: frame(context.req.path.startsWith("/process") ? { event: { keepalive: {} } } : { keepalive: {} }),
      onCancel: () => gone.abort(),
      cut: cutterOf(context),
    });
    return context.body(body, 200, { "Content-Type": STREAM, "Cache-Control": "no-store" });
  };
}

type Asked = {
  readonly to: Addressee;
  readonly message: PromiseSettledResult<unknown>;
  readonly signal: AbortSignal;
};

async function* framesOf(
  stream: Stream,
  parts: E2bParts,
  context: Context<FaceEnv>,
  { to, message, signal }: Asked,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    requireUser(userOf(context.req.header("Authorization")));
    if (message.status === "rejected") throw message.reason;
    const timeoutMs = timeoutOf(context.req.header("Connect-Timeout-Ms"));
    for await (const answer of stream(message.value, to, { signal, timeoutMs })) yield frame(answer);
  } catch (error) {
    // As E2B's clients know it: a sandbox that ends takes the connection with it.
    if (!to.sandbox.alive) throw broken("the sandbox ended");
    const { isOurs, ...told } = toldInConnect(error);
    if (isOurs) parts.onFailure(context.get("requestId"), error);
    yield endFrame(told);
    return;
  }
  yield endFrame();
}

async function messageOf(context: Context<FaceEnv>, parts: E2bParts): Promise<unknown> {
  return jsonOf(onlyMessage(await bytesOf(context, parts, STREAM)));
}

async function bytesOf(context: Context<FaceEnv>, { bodies }: E2bParts, type: string): Promise<Uint8Array> {
  using room = bodies.room();
  return await readBody(context.req, room, type);
}

function timeoutOf(header: string | undefined): number | undefined {
  const ms = Number(header);
  return header !== undefined && Number.isFinite(ms) && ms > 0 ? Math.min(ms, 24 * 3_600_000) : undefined;
}

function pingOf(context: Context<FaceEnv>): number {
  const seconds = Number(context.req.header("Keepalive-Ping-Interval"));
  return seconds >= 1 && seconds <= 600 ? seconds : USUAL_PING_S;
}
