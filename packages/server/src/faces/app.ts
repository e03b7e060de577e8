import { Hono } from "hono";
import type { Face } from "./face.ts";
import { type PistonParts, pistonApp, pistonPaths } from "./piston/app.ts";
import { type RestParts, restApp } from "./rest/app.ts";

export type FacesParts = { readonly rest: RestParts; readonly piston: PistonParts };
export type FacesApp = Pick<Hono, "fetch" | "request"> & { readonly restRoutes: Face["routes"] };

/** Every protocol that we speak, each on its own paths with its own way to tell errors. */
export function facesApp(parts: FacesParts): FacesApp {
  const rest = restApp(parts.rest);
  const piston = pistonApp(parts.piston);
  const app = new Hono();
  for (const path of pistonPaths) app.all(path, ({ req, env }) => piston.fetch(req.raw, env));
  app.all("*", ({ req, env }) => rest.fetch(req.raw, env));
  return { fetch: app.fetch, request: app.request, restRoutes: rest.routes };
}
