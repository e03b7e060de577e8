import { Hono } from "hono";
import type { Face } from "./face.ts";
import type { McpParts } from "./mcp/app.ts";
import { type PistonParts, pistonApp, pistonPaths } from "./piston/app.ts";
import { type RestParts, restApp } from "./rest/app.ts";

export type FacesParts = { readonly rest: RestParts; readonly piston: PistonParts; readonly mcp: McpParts };
export type FacesApp = Pick<Hono, "fetch" | "request"> & { readonly restRoutes: Face["routes"] };

/** Every protocol that we speak, each on its own paths with its own way to tell errors. */
export function facesApp(parts: FacesParts): FacesApp {
  const rest = restApp(parts.rest);
  const piston = pistonApp(parts.piston);
  let mcp: Promise<Face> | undefined;
  const app = new Hono();
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
