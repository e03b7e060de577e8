import { GloveboxError } from "@glovebox/protocol";
import type { Files } from "glovebox";
import type { Context, Handler } from "hono";
import type { Records } from "../../executions/records.ts";
import type { Runs } from "../../executions/runs.ts";
import type { Bodies } from "../../guards/bodies.ts";
import type { Readiness } from "../../readiness.ts";
import type { LiveSessions } from "../../sessions/liveSessions.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import { type Face, type FaceEnv, type FaceParts, newFace } from "../face.ts";
import { isOurFailure } from "../failures.ts";
import { errorAnswer } from "./answers.ts";
import { executionRoutes } from "./executionRoutes.ts";
import { fileRoutes } from "./fileRoutes.ts";
import { type Inventory, infoRoutes } from "./infoRoutes.ts";
import { notebookRoutes } from "./notebookRoutes.ts";
import { sessionFileRoutes } from "./sessionFileRoutes.ts";
import { sessionRoutes } from "./sessionRoutes.ts";

export type RestParts = FaceParts & {
  readonly runs: Runs;
  readonly records: Records;
  readonly sessions: LiveSessions;
  readonly files: Files;
  readonly maxFileBytes: number;
  readonly readiness: Readiness;
  readonly telemetry: Pick<Telemetry, "text">;
  readonly inventory: Inventory;
  readonly bodies: Bodies;
};

export type RestEnv = FaceEnv;
/** A path with what each method does there. */
export type Route = { readonly path: string; readonly methods: Readonly<Record<string, Handler<RestEnv>>> };

/** Our own HTTP API: parses, calls and maps, no more. */
export function restApp(parts: RestParts): Face {
  const app = newFace(parts);
  const sessions = [...sessionRoutes(parts), ...sessionFileRoutes(parts)];
  const routes = [
    ...executionRoutes(parts),
    ...notebookRoutes(parts),
    ...sessions,
    ...fileRoutes(parts),
    ...infoRoutes(parts),
  ];
  for (const route of routes) addRoute(app, route);
  app.notFound((context) => answerError(context, parts, noSuchRoute(context.req.method, context.req.path)));
  app.onError((error, context) => answerError(context, parts, error));
  return app;
}

function addRoute(app: Face, { path, methods }: Route): void {
  const allowed = Object.keys(methods).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  for (const [method, handler] of Object.entries(methods)) app.on(method, path, handler);
  app.all(path, (context) => {
    context.header("Allow", allowed.join(", "));
    throw new GloveboxError(
      "method_not_allowed",
      `${context.req.method} is not for this path; ${allowed.join(", ")} are`,
    );
  });
}

function answerError(context: Context<RestEnv>, parts: RestParts, error: unknown): Response {
  const requestId = context.get("requestId");
  const { status, body, headers } = errorAnswer(error, requestId);
  if (isOurFailure(error)) parts.onFailure(requestId, error);
  return context.json(body, status, headers);
}

function noSuchRoute(method: string, path: string): GloveboxError {
  return new GloveboxError("not_found", `there is no ${method} ${path.slice(0, 200)}`, {
    advice: "GET /docs lists what there is",
  });
}
