import { GloveboxError, type Progress } from "@glovebox/protocol";
import type { Channel } from "../../../async/channel.ts";
import type { Cell, SandboxEvent } from "../../engine.ts";
import { type PackagesTold, PackagesWanted } from "../frames.ts";

const NONE_HERE = "a cell cannot install packages here: name them in packages when the session is made";
const Request = PackagesWanted.pick({ request: true });

export type AskingCell = {
  readonly cell: Cell;
  readonly events: Channel<SandboxEvent>;
  /** Aborted once it ends, or is to end: nothing is done for it any more. */
  readonly stop: AbortController;
};

/** Sees to the packages that a cell asks for: what it is to be told of that. */
export async function seeToPackages(
  value: unknown,
  asking: AskingCell,
): Promise<Pick<PackagesTold, "request" | "problem">> {
  const { data: wanted } = PackagesWanted.safeParse(value);
  // Also what cannot be read is answered where its number can.
  const request = Request.safeParse(value).data?.request ?? 0;
  const problem = wanted === undefined ? "what is asked for cannot be read" : await install(wanted, asking);
  return { request, problem };
}

/** Why they are not there; empty where they are. */
async function install(wanted: PackagesWanted, { cell, events, stop }: AskingCell): Promise<string> {
  if (cell.packages === undefined) return NONE_HERE;
  try {
    const onProgress = (progress: Progress) => events.push(progress);
    await cell.packages(wanted, { signal: stop.signal, onProgress });
    return "";
  } catch (error) {
    if (error instanceof GloveboxError) return [error.message, error.advice ?? []].flat().join("\n");
    // Ours: whoever waits for the cell learns of it.
    if (!stop.signal.aborted) events.close(error as Error);
    return "it was given up";
  }
}
