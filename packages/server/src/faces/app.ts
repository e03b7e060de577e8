import { Hono } from "hono";
import { isForSandbox } from "./e2b/addressee.ts";
import { controlApp, controlPaths } from "./e2b/control.ts";
import { dataApp } from "./e2b/data.ts";
import type { E2bParts } from "./e2b/parts.ts";
import { E2bRecords } from "./e2b/records.ts";
import type { Face } from "./face.ts";
import type { McpParts } from "./mcp/app.ts";
import { type PistonParts, pistonApp, pistonPaths } from "./piston/app.ts";
import { type RestParts, restApp } from "./rest/app.ts";

export type FacesParts = {
  readonly rest: RestParts;
  readonly piston: PistonParts;
  readonly mcp: McpParts;
  readonly e2b: E2bParts;
};
export type FacesApp = Pick<Hono, "fetch" | "request"> & { readonly restRoutes: Face["routes"] };

/** Every protocol that we speak, each on its own paths with its own way to tell errors. */
export function facesApp(parts: FacesParts): FacesApp {
  const rest = restApp(parts.rest);
  const piston = pistonApp(parts.piston);
  let mcp: Promise<Face> | undefined;
  const records = new E2bRecords();
  const control = controlApp(parts.e2b, records);
  const data = dataApp(parts.e2b, records);
  const app = new Hono();
  app.use(async ({ req, env }, next) => (isForSandbox(req.raw) ? await data.fetch(req.raw, env) : await next()));
  for (const path of controlPaths) app.all(path, ({ req, env }) => control.fetch(req.raw, env));
  for (const path of pistonPaths) app.all(path, ({ req, env }) => piston.fetch(req.raw, env));
  app.all("/mcp", async ({ req, env }) => {
    mcp ??= loadMcp(parts.mcp);
    return (await mcp).fetch(req.raw, env);
  });
  app.all("*", ({ req, env }) => rest.fetch(req.raw, env));
  return { fetch: app.fetch, request: app.request, restRoutes: rest.routes };
}

/** With its library, so that a server starts without it. */
async function loadMcp(parts: McpParts): Promise<Face> {
  const { mcpApp } = await import("./mcp/app.ts");
  return mcpApp(parts);
}
