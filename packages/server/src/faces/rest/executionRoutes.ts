import { invalidRequest, ListQuery } from "@glovebox/protocol";
import type { RequestInput } from "glovebox";
import type { Context } from "hono";
import { downloadHeaders } from "../../guards/downloads.ts";
import { principalOf } from "../../guards/principal.ts";
import type { RestEnv, RestParts, Route } from "./app.ts";
import { cursorAfter, readCursor } from "./cursor.ts";
import { answerRun } from "./runAnswer.ts";

/** Running code, and what became of it. */
export function executionRoutes(parts: RestParts): readonly Route[] {
  const { runs, records } = parts;
  const execute = (context: Context<RestEnv>) =>
    answerRun<RequestInput>(context, parts, (request) => runs.start(principalOf(context.req), request));

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
