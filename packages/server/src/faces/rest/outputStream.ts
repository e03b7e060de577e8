import type { OpenSession } from "glovebox";
import type { Context } from "hono";
import type { RestEnv } from "./app.ts";
import { beat, encoderOf, streamHeaders } from "./eventStream.ts";
import { chooseFormat } from "./formats.ts";

/** What a client may leave unread before it is cut off. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** What a session says between its cells, from now on until it ends or the client goes. */
export function outputStream(context: Context<RestEnv>, session: OpenSession): Response {
  const asked = chooseFormat(context.req.header("Accept"));
  const format = asked === "application/json" ? "application/x-ndjson" : asked;
  return context.body(streamOf(session, format), 200, { "Content-Type": format, ...streamHeaders });
}

function streamOf(session: OpenSession, format: "application/x-ndjson" | "text/event-stream") {
  const encode = encoderOf(format);
  const held = new DisposableStack();
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING_BYTES });
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (format === "text/event-stream") held.adopt(beat(controller), clearInterval);
        const listening = session.onOutput((type, data) => {
          controller.enqueue(encode({ type, data }));
          if ((controller.desiredSize ?? 0) > 0) return;
          held.dispose();
          controller.error(new Error("the client reads too slowly"));
        });
        held.use(listening);
        void session.ended.then(() => {
          if (held.disposed) return;
          held.dispose();
          controller.close();
        });
      },
      cancel: () => held.dispose(),
    },
    strategy,
  );
}
