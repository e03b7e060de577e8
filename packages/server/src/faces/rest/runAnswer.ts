import type { Context } from "hono";
import { startWith, stopWithClient } from "../../executions/clients.ts";
import type { StartedRun } from "../../executions/run.ts";
import { readJson } from "../../guards/body.ts";
import { principalOf } from "../../guards/principal.ts";
import { isOurFailure } from "../failures.ts";
import type { RestEnv, RestParts } from "./app.ts";
import { eventStream, firstEvent, streamHeaders, type Told } from "./eventStream.ts";
import { chooseFormat } from "./formats.ts";
import { startHolding } from "./heldRequest.ts";

/** Runs what the body asks for, and answers as the client likes it: whole at the end, or its events as they happen. */
export async function answerRun<T extends object>(
  context: Context<RestEnv>,
  parts: RestParts,
  start: (request: T) => StartedRun,
): Promise<Response> {
  return await answerWith(context, parts, start, async ({ run, events }) => {
    for await (const _ of events);
    return run.execution;
  });
}

/** The same for what has events of its own; `collect` makes one answer of them. */
export async function answerWith<T extends object, E extends Told>(
  context: Context<RestEnv>,
  parts: RestParts,
  start: (request: T) => StartedRun<E>,
  collect: (started: StartedRun<E>) => Promise<object>,
): Promise<Response> {
  const principal = principalOf(context.req);
  const format = chooseFormat(context.req.header("Accept"));
  const room = parts.bodies.room();
  const started = await startWith(room, async () => {
    // The library checks every field; until then it is only called a request.
    const request = (await readJson(context.req, room)) as T;
    return startHolding(parts, principal, request, room, start);
  });
  stopWithClient(started, context.req.raw.signal);
  if (format === "application/json") return context.json(await collect(started));
  const coming = await firstEvent(started);
  const headers = { "Content-Type": format, ...streamHeaders };
  const tell = (error: unknown) => {
    if (isOurFailure(error)) parts.onFailure(context.get("requestId"), error);
  };
  return context.body(eventStream(started, coming, format, tell), 200, headers);
}
