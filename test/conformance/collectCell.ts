import type { Outcome, Result } from "@glovebox/protocol";
import type { SandboxEvent } from "../../packages/core/src/engines/engine.ts";

export type CollectedCell = {
  outcome: Outcome;
  stdout: string;
  results: Result[];
  variables: Record<string, unknown> | undefined;
  artifacts: Map<string, Buffer>;
};

/** Everything that a cell said. Throws where it does not end once, last. */
export async function collect(events: AsyncIterable<SandboxEvent>): Promise<CollectedCell> {
  const stdout: Buffer[] = [];
  const results: Result[] = [];
  const artifacts = new Map<string, Buffer>();
  let last = "";
  let ended: Extract<SandboxEvent, { type: "ended" }> | undefined;
  for await (const event of events) {
    if (ended !== undefined) throw new Error(`${event.type} came after the end`);
    if (event.type === "stdout") stdout.push(event.data);
    else if (event.type === "result") results.push(event.result);
    else if (event.type === "artifact") {
      last = event.name;
      artifacts.set(last, Buffer.alloc(0));
    } else if (event.type === "artifact_data")
      artifacts.set(last, Buffer.concat([artifacts.get(last) ?? Buffer.alloc(0), event.data]));
    else if (event.type === "ended") ended = event;
  }
  if (ended === undefined) throw new Error("it did not end");
  const { outcome, variables } = ended;
  return { outcome, stdout: Buffer.concat(stdout).toString(), results, variables, artifacts };
}
