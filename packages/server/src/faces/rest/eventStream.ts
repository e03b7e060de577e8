import { abandon, type StartedRun } from "../../executions/run.ts";
import { crashedOutcome } from "../../executions/runs.ts";
import type { Format } from "./formats.ts";

/** Proxies and clients take a connection that stays silent for a minute for dead. */
const HEARTBEAT_MS = 15_000;
/** A request that is refused soon gets the status that fits; one that waits longer gets its stream. */
const FIRST_EVENT_MS = 2_000;

export const streamHeaders = { "Cache-Control": "no-store", "X-Accel-Buffering": "no" } as const;

/** The first event as it will come. Rejects where the request is refused before there is one. */
export async function firstEvent<E>({ events }: StartedRun<E>): Promise<Promise<IteratorResult<E>>[]> {
  const first = events.next();
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, FIRST_EVENT_MS);
  await Promise.race([first, late]).finally(() => clearTimeout(timer));
  return [first];
}

/**
 * The events as bytes, one at a time: no event is taken from the run before the one before it is on its way, so that a
 * client that does not read holds up its own run only. A failure becomes the ending that every stream has.
 */
export function eventStream<E extends Told>(
  started: StartedRun<E>,
  coming: Promise<IteratorResult<E>>[],
  format: Format,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encode = encoderOf(format);
  let heartbeat: NodeJS.Timeout | undefined;
  let over = false;
  const finish = () => {
    over = true;
    clearInterval(heartbeat);
  };
  const advance = async (controller: Controller) => {
    if (over) return;
    const event = await nextEvent(started, coming, onFailure);
    if (over) return;
    if (event !== undefined) controller.enqueue(encode(event));
    if (event !== undefined && event.type !== "ended") return;
    finish();
    controller.close();
  };
  // The reader and a cancellation both ask for more, and events come one after the other.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (controller: Controller) => {
    last = last.then(() => advance(controller));
    return last;
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (format === "text/event-stream") heartbeat = beat(controller);
      // Whoever cancels it is not to wait for this reader, which may never read again.
      started.run.onCancel(() => void advanceToEnd());
      async function advanceToEnd(): Promise<void> {
        while (!over) await inTurn(controller);
      }
    },
    pull: inTurn,
    cancel() {
      finish();
      abandon(started);
    },
  });
}

type Controller = ReadableStreamDefaultController<Uint8Array>;

async function nextEvent<E extends Told>(
  { events }: StartedRun<E>,
  coming: Promise<IteratorResult<E>>[],
  onFailure: (error: unknown) => void,
): Promise<Told | undefined> {
  try {
    const { value, done } = await (coming.shift() ?? events.next());
    if (!done && value.type === "ended") await events.next(); // lets the run finish
    return done ? undefined : value;
  } catch (error) {
    onFailure(error);
    return { type: "ended", outcome: crashedOutcome(error) };
  }
}

/** A comment line, which every reader of such streams leaves out. Not to a client that does not read. */
export function beat(controller: Controller): NodeJS.Timeout {
  const comment = Buffer.from(": still here\n\n");
  const timer = setInterval(() => {
    if ((controller.desiredSize ?? 0) > 0) controller.enqueue(comment);
  }, HEARTBEAT_MS);
  return timer.unref();
}

/** What is told of something that has a type, in bytes. */
export function encoderOf(format: Format): (event: Told) => Uint8Array {
  return format === "text/event-stream" ? asServerSentEvent : asLine;
}

export type Told = { readonly type: string; readonly [field: string]: unknown };

/** JSON has no line breaks of its own, so nothing that a program says can begin a line. */
function asServerSentEvent(event: Told): Uint8Array {
  return Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

function asLine(event: Told): Uint8Array {
  return Buffer.from(`${JSON.stringify(event)}\n`);
}
