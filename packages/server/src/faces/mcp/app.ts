import { randomUUID } from "node:crypto";
import { GloveboxError } from "@glovebox/protocol";
import { createMcpHandler } from "@modelcontextprotocol/server";
import {
  ExecutionTool,
  type Glovebox,
  PYTHON_TOOLSET,
  type PythonInterpreterToolSet,
  PythonMcpTools,
  requireMcpToolset,
} from "glovebox";
import type { Context } from "hono";
import type { Run } from "../../executions/run.ts";
import type { Runs } from "../../executions/runs.ts";
import type { Bodies, BodyRoom } from "../../guards/bodies.ts";
import { readJson } from "../../guards/body.ts";
import { principalOf } from "../../guards/principal.ts";
import type { LiveSessions } from "../../sessions/liveSessions.ts";
import { type Face, type FaceEnv, type FaceParts, newFace } from "../face.ts";
import { failureHeaders, isOurFailure, known, shownMessage, statusOf } from "../failures.ts";
import { protocolServer } from "./protocolServer.ts";
import { pythonTools } from "./pythonTools.ts";
import { runsBox } from "./runsBox.ts";
import { Withdrawals } from "./withdrawals.ts";

export type McpParts = FaceParts & {
  readonly runs: Runs;
  readonly bodies: Bodies;
  readonly sessions: LiveSessions;
  readonly openArtifact: Glovebox["openArtifact"];
};

const SESSION = "Mcp-Session-Id";
/** JSON-RPC's numbers. */
const INVALID_REQUEST = -32_600;
const INTERNAL = -32_603;

/**
 * MCP over Streamable HTTP. Every request stands for itself: those of 2026-07-28 are made so, and for older clients the
 * session is a name only, by which a call that is withdrawn is found. So a client goes on after the server was restarted.
 */
export function mcpApp(parts: McpParts): Face {
  const face = newFace(parts);
  const withdrawals = new Withdrawals();
  const python = pythonTools(parts);
  face.post("/mcp", async (context) => {
    const room = parts.bodies.room();
    try {
      return await answer(context, { ...parts, withdrawals, python, room, body: await readJson(context.req, room) });
    } catch (error) {
      room[Symbol.dispose]();
      throw error;
    }
  });
  face.all("/mcp", (context) => {
    context.header("Allow", "POST");
    throw new GloveboxError("method_not_allowed", `${context.req.method} is not for this path; POST is`);
  });
  face.onError((error, context) => tell(error, context, parts));
  return face;
}

type Asked = McpParts & {
  readonly withdrawals: Withdrawals;
  readonly python: PythonInterpreterToolSet;
  readonly room: BodyRoom;
  readonly body: unknown;
};

async function answer(
  context: Context<FaceEnv>,
  { body, room, withdrawals, python, ...parts }: Asked,
): Promise<Response> {
  const principal = principalOf(context.req);
  const session = context.req.header(SESSION);
  const toolset = context.req.query("toolset") ?? "execution";
  requireMcpToolset(toolset);
  const { method, params } = messageOf(body);
  if (session !== undefined && method === "notifications/cancelled")
    withdrawals.withdraw(principal, session, params["requestId"]);

  const runs: Run[] = [];
  const onFailure = (error: unknown) => parts.onFailure(context.get("requestId"), error);
  const onStart = (run: Run) => void runs.push(run);
  const server = () =>
    protocolServer({
      onFailure,
      openTools: (onEvent) =>
        toolset === PYTHON_TOOLSET
          ? new PythonMcpTools(python, { clientId: principal })
          : new ExecutionTool(runsBox({ ...parts, principal, onEvent, onStart, onFailure })).getMcpServer({ toolset }),
      ...(session === undefined ? {} : { withdrawal: (id) => withdrawals.open(principal, session, id) }),
    });
  const handler = createMcpHandler(server);
  const answered = await handler.fetch(context.req.raw, { parsedBody: body });
  // What the request brought is in memory until its program has ended, also after its client has gone.
  const given = whenRead(
    answered,
    () => void Promise.all(runs.map((run) => run.ended)).then(() => room[Symbol.dispose]()),
  );
  given.headers.set("X-Accel-Buffering", "no");
  if (method === "initialize" && given.ok) given.headers.set(SESSION, randomUUID());
  return given;
}

type Message = { readonly method: unknown; readonly params: Readonly<Record<string, unknown>> };

function messageOf(body: unknown): Message {
  if (Array.isArray(body))
    throw new GloveboxError("invalid_request", "the body is a list of messages; send one in each request");
  const { method, params } = isObject(body) ? body : {};
  return { method, params: isObject(params) ? params : {} };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Calls `done` once the answer's last byte was taken, or nobody takes any more. */
function whenRead(response: Response, done: () => void): Response {
  if (response.body !== null)
    return new Response(response.body.pipeThrough(new TransformStream({ flush: done, cancel: done })), response);
  done();
  return new Response(null, response);
}

function tell(error: unknown, context: Context<FaceEnv>, { onFailure }: McpParts): Response {
  const told = known(error);
  const requestId = context.get("requestId");
  const ours = isOurFailure(error);
  if (ours) onFailure(requestId, error);
  const { code, field, advice } = told;
  const data = { code, field, advice, requestId };
  const body = { code: ours ? INTERNAL : INVALID_REQUEST, message: shownMessage(told), data };
  return context.json({ jsonrpc: "2.0", id: null, error: body }, statusOf[code], failureHeaders(told));
}
