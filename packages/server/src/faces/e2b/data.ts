import type { Context } from "hono";
import { type Face, type FaceEnv, newFace } from "../face.ts";
import { type Addressee, addresseeOf, ENVD_PORT, INTERPRETER_PORT, portOf } from "./addressee.ts";
import { connectRoutes } from "./connect/routes.ts";
import { envdRoutes } from "./envd.ts";
import { tellError } from "./failures.ts";
import { interpreterRoutes } from "./interpreter.ts";
import type { E2bParts } from "./parts.ts";
import type { E2bRecords } from "./records.ts";

/** What is at a path of one of a sandbox's two ports. */
export type DataRoute = {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly handle: (context: Context<FaceEnv>, to: Addressee) => Promise<Response> | Response;
};

/** E2B's data plane: what goes on in a sandbox. All of it comes to one port, and a header says which is meant. */
export function dataApp(parts: E2bParts, records: E2bRecords): Pick<Face, "fetch"> {
  const ports = new Map([
    [INTERPRETER_PORT, portApp(interpreterRoutes(parts), parts, records)],
    [ENVD_PORT, portApp([...envdRoutes(parts), ...connectRoutes(parts)], parts, records)],
  ]);
  const nowhere = portApp([], parts, records);
  return {
    fetch: (request, ...rest) => {
      return (ports.get(portOf(request) ?? "") ?? nowhere).fetch(request, ...rest);
    },
  };
}

function portApp(routes: readonly DataRoute[], parts: E2bParts, records: E2bRecords): Face {
  const face = newFace(parts);
  for (const { method, path, handle } of routes)
    face.on(method, path, (context) => handle(context, addresseeOf(context.req, parts, records)));
  face.notFound((context) => {
    addresseeOf(context.req, parts, records); // a sandbox that is not there has no paths either
    return context.json({ code: 404, message: "nothing listens at this port and path" }, 404);
  });
  face.onError((error, context) => tellError(error, context, parts));
  return face;
}
