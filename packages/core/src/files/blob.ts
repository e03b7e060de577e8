import { type FileHandle, open } from "node:fs/promises";

const CHUNK_BYTES = 64 * 1024;

/** The content of a file. It stays readable when the store lets go of it meanwhile. `stream` or disposal closes it. */
export type Blob = AsyncDisposable & {
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
};

/** Opens it, or answers undefined where there is none. */
export async function openBlob(path: string): Promise<Blob | undefined> {
  const file = await open(path, "r").catch(absent);
  if (file === undefined) return undefined;
  const { size } = await orClose(file, file.stat());
  const close = () => file.close();
  return { size, stream: () => streamOf(file), [Symbol.asyncDispose]: close };
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** Closes the file where the work fails: its reader has nothing left to close it by. */
async function orClose<T>(file: FileHandle, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads no further than the reader does. */
function streamOf(file: FileHandle): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { bytesRead, buffer } = await orClose(file, file.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES));
        if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
        await file.close();
        controller.close();
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  );
}
