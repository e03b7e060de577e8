import { holdReferences, type Referring, refersToFiles } from "glovebox";
import type { StartedRun } from "../../executions/run.ts";
import type { BodyRoom } from "../../guards/bodies.ts";
import type { RestParts } from "./app.ts";

type Parts = Pick<RestParts, "records" | "files">;
export type Held<T> = { readonly request: T; readonly release: () => void };

/** The request with the contents of its principal's files in it, which stay until they are released. */
export async function hold<T extends Referring>(
  { records, files }: Parts,
  principal: string,
  request: T,
  room: BodyRoom,
): Promise<Held<T>> {
  if (!refersToFiles(request)) return { request, release: () => undefined };
  const held = await holdReferences(request, files, {
    principal,
    findArtifact: (id, name) => records.artifact(principal, id, name),
    mayRead: (bytes) => fits(room, bytes),
  });
  return { request: held.request, release: () => held[Symbol.dispose]() };
}

/** Starts a request that may refer to files of its principal. They stay until it has ended, whatever becomes of them. */
export async function startHolding<T extends Referring, E>(
  parts: Parts,
  principal: string,
  given: T,
  room: BodyRoom,
  start: (request: T) => StartedRun<E>,
): Promise<StartedRun<E>> {
  const { request, release } = await hold(parts, principal, given, room);
  try {
    const started = start(request);
    void started.run.ended.then(release);
    return started;
  } catch (error) {
    release();
    throw error;
  }
}

function fits(room: BodyRoom, bytes: number): boolean {
  try {
    room.take(bytes);
    return true;
  } catch {
    return false; // it is read on its way instead, and takes no room then
  }
}
