import { type ExecutionRequest, invalidRequest, ListQuery } from "@glovebox/protocol";
import { refersToFiles } from "glovebox";
import type { Context } from "hono";
import { startWith, stopWithClient } from "../../executions/clients.ts";
import type { StartedRun } from "../../executions/run.ts";
import { readJson } from "../../guards/body.ts";
import { downloadHeaders } from "../../guards/downloads.ts";
import { principalOf } from "../../guards/principal.ts";
import { isOurFailure } from "../failures.ts";
import type { RestEnv, RestParts, Route } from "./app.ts";
import { cursorAfter, readCursor } from "./cursor.ts";
import { eventStream, firstEvent, streamHeaders } from "./eventStream.ts";
import { chooseFormat } from "./formats.ts";
import { startHolding } from "./heldRequest.ts";

/** Running code, and what became of it. */
export function executionRoutes(parts: RestParts): readonly Route[] {
  const { runs, records, bodies, onFailure } = parts;
  const execute = async (context: Context<RestEnv>) => {
    const principal = principalOf(context.req);
    const format = chooseFormat(context.req.header("Accept"));
    // The library checks every field; until then it is only called a request.
    const room = bodies.room();
    const started = await startWith(room, async () => {
      const request = (await readJson(context.req, room)) as ExecutionRequest;
      return refersToFiles(request) ? startHolding(parts, principal, request, room) : runs.start(principal, request);
    });
    stopWithClient(started, context.req.raw.signal);
    if (format === "application/json") return context.json(await collect(started));
    const coming = await firstEvent(started);
    const headers = { "Content-Type": format, ...streamHeaders };
    const tell = (error: unknown) => {
      if (isOurFailure(error)) onFailure(context.get("requestId"), error);
    };
    return context.body(eventStream(started, coming, format, tell), 200, headers);
  };

  const list = async (context: Context<RestEnv>) => {
    const { limit, cursor } = readQuery(context.req.query());
    const before = cursor === undefined ? undefined : readCursor(cursor);
    const { executions, last } = await records.list(principalOf(context.req), limit, before);
    return context.json({ executions, ...(last === undefined ? {} : { nextCursor: cursorAfter(last) }) });
  };

  const get = async (context: Context<RestEnv>) =>
    context.json(await records.get(principalOf(context.req), idOf(context)));

  const cancel = async (context: Context<RestEnv>) =>
    context.json(await records.cancel(principalOf(context.req), idOf(context)));

  const download = async (context: Context<RestEnv>) => {
    const artifact = await records.artifact(principalOf(context.req), idOf(context), artifactName(context));
    const blob = await records.open(artifact);
    if (context.req.method !== "HEAD") return context.body(blob.stream(), 200, downloadHeaders(artifact));
    await blob[Symbol.asyncDispose]();
    return context.body(null, 200, downloadHeaders(artifact));
  };

  return [
    { path: "/v1/executions", methods: { GET: list, POST: execute } },
    { path: "/v1/executions/:id", methods: { GET: get, DELETE: cancel } },
    { path: "/v1/executions/:id/artifacts/*", methods: { GET: download } },
  ];
}

async function collect({ run, events }: StartedRun) {
  for await (const _ of events);
  return run.execution;
}

function readQuery(query: Record<string, string>): ListQuery {
  const parsed = ListQuery.safeParse(query);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

function idOf(context: Context<RestEnv>): string {
  return context.req.param("id") ?? "";
}

/** Everything behind the folder, whether its slashes are encoded or not. */
function artifactName(context: Context<RestEnv>): string {
  const { pathname } = new URL(context.req.url);
  const encoded = pathname.split("/artifacts/").slice(1).join("/artifacts/");
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded; // it names nothing then
  }
}
