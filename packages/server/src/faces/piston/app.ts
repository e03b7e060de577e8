import type { Context, MiddlewareHandler } from "hono";
import { startWith, stopWithClient } from "../../executions/clients.ts";
import type { Runs } from "../../executions/runs.ts";
import type { Bodies } from "../../guards/bodies.ts";
import { readJson } from "../../guards/body.ts";
import { principalOf } from "../../guards/principal.ts";
import type { PistonSettings } from "../../pistonSettings.ts";
import { type Face, type FaceEnv, type FaceParts, newFace } from "../face.ts";
import { failureHeaders, isOurFailure, known, shownMessage, statusOf } from "../failures.ts";
import { type Job, type JobRuntime, readJob } from "./job.ts";
import { PackageFailure, Packages, type Toolchains } from "./packages.ts";
import { collectReport } from "./report.ts";
import { semverOf } from "./versions.ts";

export type PistonParts = FaceParts & {
  readonly runs: Runs;
  readonly bodies: Bodies;
  readonly settings: PistonSettings;
  readonly runtimes: () => Promise<readonly JobRuntime[]>;
  readonly toolchains: Toolchains;
};

/** Clients have both written into them: a server's own, and the public instance's. */
export const pistonPrefixes = ["/api/v2", "/api/v2/piston"];
export const pistonPaths = ["/", "/api/v2", "/api/v2/*"];

type Handler = (context: Context<FaceEnv>) => Promise<Response>;

/** The HTTP API of Piston, version 2. */
export function pistonApp(parts: PistonParts): Face {
  const face = newFace(parts);
  const packages = new Packages(parts.toolchains);
  const execute: Handler = async (context) => {
    const principal = principalOf(context.req);
    const room = parts.bodies.room();
    let job: Job | undefined;
    const started = await startWith(room, async () => {
      job = await jobOf(parts, await readJson(context.req, room), false);
      return parts.runs.start(principal, job.request);
    });
    stopWithClient(started, context.req.raw.signal);
    return context.json(await collectReport(started.events, job as Job));
  };
  const runtimes: Handler = async (context) => context.json((await parts.runtimes()).map(listed));
  const list: Handler = async (context) => context.json(await packages.list());
  const install: Handler = async (context) => context.json(await packages.install(await bodyOf(context, parts)));
  const uninstall: Handler = async (context) => context.json(await packages.uninstall(await bodyOf(context, parts)));

  face.use(jsonOnly);
  face.get("/", (context) => context.json({ message: "Glovebox, which speaks the API of Piston v3" }));
  for (const prefix of pistonPrefixes) {
    face.get(`${prefix}/runtimes`, runtimes);
    face.post(`${prefix}/execute`, execute);
    face.get(`${prefix}/packages`, list).post(`${prefix}/packages`, install).delete(`${prefix}/packages`, uninstall);
  }
  face.notFound((context) => context.json({ message: "Not Found" }, 404));
  face.onError((error, context) => tell(error, context, parts));
  return face;
}

/** A job with the runtimes that there are at this moment. */
export async function jobOf(
  { runtimes, settings }: Pick<PistonParts, "runtimes" | "settings">,
  body: unknown,
  live: boolean,
): Promise<Job> {
  return readJob(body, { runtimes: await runtimes(), settings, live });
}

/** Before anything else is looked at, even whether there is such a path. */
const jsonOnly: MiddlewareHandler<FaceEnv> = async (context, next) => {
  const reads = ["GET", "HEAD", "OPTIONS"].includes(context.req.method);
  if (!reads && !context.req.header("Content-Type")?.startsWith("application/json")) return notJson(context);
  await next();
};

function notJson(context: Context<FaceEnv>): Response {
  return context.json({ message: "requests must be of type application/json" }, 415);
}

async function bodyOf(context: Context<FaceEnv>, { bodies }: PistonParts): Promise<unknown> {
  using room = bodies.room();
  return await readJson(context.req, room);
}

function listed({ language, version, aliases }: JobRuntime) {
  return { language, version: semverOf(version), aliases };
}

function tell(error: unknown, context: Context<FaceEnv>, { onFailure }: PistonParts): Response {
  if (error instanceof PackageFailure) return context.json({ message: error.message }, 500);
  const told = known(error);
  if (told.code === "unsupported_media_type") return notJson(context);
  if (isOurFailure(error)) onFailure(context.get("requestId"), error);
  return context.json({ message: messageOf(told) }, statusOf[told.code], failureHeaders(told));
}

/** Its clients show the message, and nothing else. */
function messageOf(error: ReturnType<typeof known>): string {
  const { code, advice } = error;
  const message = shownMessage(error);
  return code === "invalid_request" || code === "not_found" || advice === undefined ? message : `${message}; ${advice}`;
}
