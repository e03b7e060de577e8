import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { type CallersOptions, guardCallers } from "../guards/callers.ts";

export type FaceParts = {
  readonly callers: CallersOptions;
  /** Told of failures that are ours. */
  readonly onFailure: (requestId: string, error: unknown) => void;
};

export type FaceEnv = { Variables: { requestId: string } };
export type Face = Hono<FaceEnv>;

/** What every face begins with: a name for each request, and the guard. It adds its routes, and how it tells errors. */
export function newFace({ callers }: FaceParts): Face {
  const face: Face = new Hono<FaceEnv>();
  face.use(async (context, next) => {
    const requestId = randomUUID();
    context.set("requestId", requestId);
    context.header("X-Request-Id", requestId);
    context.header("X-Content-Type-Options", "nosniff");
    await next();
  });
  face.use(guardCallers(callers));
  return face;
}
