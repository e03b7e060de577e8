import type { HttpBindings } from "@hono/node-server";

/** What a stream is made of, one piece after the other. */
export type Source = AsyncGenerator<Uint8Array, void, void>;

export type StreamOptions = {
  /** After so long without a piece comes one that says only that the other end is there. */
  readonly quietMs: number;
  readonly keepalive: Uint8Array;
  /** The reader went away. */
  readonly onCancel: () => void;
  /** Cuts the connection; false where there is none. */
  readonly cut: () => boolean;
};

/** A failure after which the connection is cut, for there is no proper end. */
export class Broken extends Error {}

export function broken(message: string): Broken {
  return new Broken(message);
}

/** The pieces as a body. No piece is taken before the one before it is on its way. */
export function streamOf(
  source: Source,
  { quietMs, keepalive, onCancel, cut }: StreamOptions,
): ReadableStream<Uint8Array> {
  let coming: Promise<IteratorResult<Uint8Array, void>> | undefined;
  // The reader of a connection that is cut cancels this stream: an error of it would be told as one of the server's.
  const cutWhereBroken = (error: unknown): Promise<never> => {
    if (!(error instanceof Broken) || !cut()) throw error;
    return new Promise<never>(() => undefined);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        coming ??= source.next();
        const next = await within(coming, quietMs).catch(cutWhereBroken);
        if (next === undefined) return controller.enqueue(keepalive);
        coming = undefined;
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        onCancel();
        coming?.catch(() => undefined);
        await source.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** undefined where it takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Of a request that came by a socket. */
export function cutterOf({ env }: { readonly env: unknown }): () => boolean {
  return () => {
    const outgoing = (env as Partial<HttpBindings> | undefined)?.outgoing;
    outgoing?.destroy();
    return outgoing !== undefined;
  };
}
