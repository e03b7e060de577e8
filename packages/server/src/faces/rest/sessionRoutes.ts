import { BranchRequest, GloveboxError, invalidRequest } from "@glovebox/protocol";
import type { OpenSession } from "glovebox";
import type { Context } from "hono";
import { readJson } from "../../guards/body.ts";
import { principalOf } from "../../guards/principal.ts";
import type { RestEnv, RestParts, Route } from "./app.ts";
import { outputStream } from "./outputStream.ts";
import { answerRun } from "./runAnswer.ts";
import { answerCreation } from "./sessionCreation.ts";

/** Sessions: made, looked at, given cells, ended. */
export function sessionRoutes(parts: RestParts): readonly Route[] {
  const { runs, sessions } = parts;
  const sessionOf = (context: Context<RestEnv>) =>
    sessions.get(principalOf(context.req), context.req.param("id") ?? "");

  const list = (context: Context<RestEnv>) =>
    context.json({ sessions: sessions.list(principalOf(context.req)).map(({ info }) => info) });

  const get = (context: Context<RestEnv>) => context.json(sessionOf(context).info);

  const end = async (context: Context<RestEnv>) => {
    const session = sessionOf(context);
    await session.close();
    return context.json(session.info);
  };

  const interrupt = (context: Context<RestEnv>) => {
    const session = sessionOf(context);
    session.interrupt();
    return context.json(session.info);
  };

  const restart = async (context: Context<RestEnv>) => {
    const session = sessionOf(context);
    await session.restart(context.req.raw.signal);
    return context.json(session.info);
  };

  // Looked for before its body is read: whoever may not know it learns nothing by what is wrong with the body.
  const execute = (context: Context<RestEnv>) => {
    const session = sessionOf(context);
    return answerRun(context, parts, (cell: Parameters<OpenSession["stream"]>[0]) => runs.startCell(session, cell));
  };

  const variables = async (context: Context<RestEnv>) =>
    context.json({ variables: await sessionOf(context).variables(context.req.raw.signal) });

  const branch = async (context: Context<RestEnv>) => {
    const session = sessionOf(context);
    const branches = await session.branch(await readCount(context, parts), context.req.raw.signal);
    return context.json({ sessions: branches.map(({ info }) => info) });
  };

  const output = (context: Context<RestEnv>) => outputStream(context, sessionOf(context));

  const noSocket = (context: Context<RestEnv>): Response => {
    sessionOf(context);
    throw new GloveboxError("invalid_request", "Upgrade: this path is for a WebSocket", { field: "Upgrade" });
  };

  const one = "/v1/sessions/:id";
  return [
    { path: "/v1/sessions", methods: { GET: list, POST: (context) => answerCreation(context, parts) } },
    { path: one, methods: { GET: get, DELETE: end } },
    { path: `${one}/interrupt`, methods: { POST: interrupt } },
    { path: `${one}/restart`, methods: { POST: restart } },
    { path: `${one}/executions`, methods: { POST: execute } },
    { path: `${one}/branch`, methods: { POST: branch } },
    { path: `${one}/variables`, methods: { GET: variables } },
    { path: `${one}/output`, methods: { GET: output } },
    { path: `${one}/stream`, methods: { GET: noSocket } },
  ];
}

/** How many branches are wanted: one, where there is no body. */
async function readCount(context: Context<RestEnv>, { bodies }: RestParts): Promise<number> {
  if (hasNoBody(context)) return 1;
  using room = bodies.room();
  const parsed = BranchRequest.safeParse(await readJson(context.req, room));
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data.n;
}

/** By its headers: over a socket every POST has a stream, and one that brings nothing says so here. */
function hasNoBody({ req }: Context<RestEnv>): boolean {
  const announced = req.header("Transfer-Encoding") !== undefined || Number(req.header("Content-Length") ?? 0) > 0;
  return !announced && req.header("Content-Type") === undefined;
}
