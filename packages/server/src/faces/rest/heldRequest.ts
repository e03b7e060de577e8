import { holdReferences, type RequestInput } from "glovebox";
import type { StartedRun } from "../../executions/run.ts";
import type { BodyRoom } from "../../guards/bodies.ts";
import type { RestParts } from "./app.ts";

/** Starts a request that refers to files of its principal. They stay until it has ended, whatever becomes of them. */
export async function startHolding(
  { runs, records, files }: Pick<RestParts, "runs" | "records" | "files">,
  principal: string,
  request: RequestInput,
  room: BodyRoom,
): Promise<StartedRun> {
  const held = await holdReferences(request, files, {
    principal,
    findArtifact: (id, name) => records.artifact(principal, id, name),
    mayRead: (bytes) => fits(room, bytes),
  });
  try {
    const started = runs.start(principal, held.request);
    void started.run.ended.then(() => held[Symbol.dispose]());
    return started;
  } catch (error) {
    held[Symbol.dispose]();
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
