import type { SessionEvent } from "@glovebox/protocol";
import type { OpenSession, SessionInput } from "glovebox";
import type { Context } from "hono";
import { readJson } from "../../guards/body.ts";
import { principalOf } from "../../guards/principal.ts";
import { isOurFailure } from "../failures.ts";
import { errorAnswer } from "./answers.ts";
import type { RestEnv, RestParts } from "./app.ts";
import { encoderOf, streamHeaders } from "./eventStream.ts";
import { chooseFormat } from "./formats.ts";
import { hold } from "./heldRequest.ts";

type Progress = Extract<SessionEvent, { type: "progress" }>;
type Make = (onProgress: (progress: Progress) => void) => Promise<OpenSession>;

/** Makes a session, and tells of its progress where the client likes to hear of it. */
export async function answerCreation(context: Context<RestEnv>, parts: RestParts): Promise<Response> {
  const format = chooseFormat(context.req.header("Accept"));
  const make: Make = (onProgress) => create(context, parts, onProgress);
  if (format === "application/json") return context.json((await make(() => undefined)).info);
  const requestId = context.get("requestId");
  const failed = (error: unknown): SessionEvent => {
    if (isOurFailure(error)) parts.onFailure(requestId, error);
    return { type: "failed", error: errorAnswer(error, requestId).body.error };
  };
  const told = await tell(make, encoderOf(format), failed);
  return context.body(told, 200, { "Content-Type": format, ...streamHeaders });
}

async function create(
  context: Context<RestEnv>,
  parts: RestParts,
  onProgress: (progress: Progress) => void,
): Promise<OpenSession> {
  const principal = principalOf(context.req);
  const { signal } = context.req.raw;
  using room = parts.bodies.room();
  const given = (await readJson(context.req, room)) as SessionInput;
  const { request, release } = await hold(parts, principal, given, room);
  try {
    return await parts.sessions.create(principal, request, { signal, onProgress });
  } finally {
    release();
  }
}

/**
 * The events as they happen. Resolves with the first one: a request that is refused before there is any rejects instead,
 * so that it gets the status that fits.
 */
async function tell(
  make: Make,
  encode: (event: SessionEvent) => Uint8Array,
  failed: (error: unknown) => SessionEvent,
): Promise<ReadableStream<Uint8Array>> {
  const begun = Promise.withResolvers<void>();
  let begins = false;
  let write: (event: SessionEvent) => void = () => undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      write = (event) => {
        // Of progress a client that does not read hears the latest that there is room for.
        if (event.type !== "progress" || (controller.desiredSize ?? 0) > 0) controller.enqueue(encode(event));
        if (event.type !== "progress") controller.close();
      };
    },
    cancel() {
      write = () => undefined; // the request's own signal ends what is being made
    },
  });
  make((progress) => {
    begins = true;
    write(progress);
    begun.resolve();
  }).then(
    ({ info }) => {
      write({ type: "created", session: info });
      begun.resolve();
    },
    (error: unknown) => {
      if (begins) write(failed(error));
      begun.reject(error);
    },
  );
  await begun.promise;
  return stream;
}
