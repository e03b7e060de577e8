import type { Artifact, Event, Execution, NotebookEvent } from "@glovebox/protocol";

type Ended = Extract<NotebookEvent, { type: "ended" }>;

/** A notebook's events as those of the execution that is recorded of it. Each as it came is put into `told` too. */
export async function* asExecution(source: AsyncIterable<NotebookEvent>, told: NotebookEvent[]): AsyncGenerator<Event> {
  let progress: Event = running({ done: 0, total: 0 });
  for await (const event of source) {
    told.push(event);
    if (event.type === "cell" || event.type === "cell_ended") progress = running(event);
    // The record keeps what all cells wrote; what the notebook shows in the end is in the notebook.
    yield event.type === "cleared" ? progress : recordedOf(event);
  }
}

function running({ done, total }: { done: number; total: number }): Event {
  return { type: "progress", task: "running cells", done, total };
}

/** What was told, once the execution has it on record; the ending and the artifacts are as the record has them. */
export async function* withTold(
  events: AsyncGenerator<Event>,
  told: NotebookEvent[],
  execution: Execution,
): AsyncGenerator<NotebookEvent> {
  for await (const event of events) {
    const ready = told.splice(0);
    if (event.type === "ended") yield ended(event, ready, execution);
    else
      yield* ready.map((each) =>
        each.type === "artifact" ? { ...each, artifact: as(each.artifact, execution) } : each,
      );
  }
}

function ended(
  { outcome }: Extract<Event, { type: "ended" }>,
  told: readonly NotebookEvent[],
  execution: Execution,
): Ended {
  const run = told.flatMap((each) => (each.type === "ended" && each.run !== undefined ? [each.run] : [])).at(0);
  if (run === undefined) return { type: "ended", outcome };
  const artifacts = run.artifacts.map((each) => as(each, execution));
  return { type: "ended", outcome, run: { ...run, outcome, artifacts } };
}

/** With the address that the record has for it. */
function as(artifact: Artifact, { artifacts }: Execution): Artifact {
  return artifacts.find(({ name, sha256 }) => name === artifact.name && sha256 === artifact.sha256) ?? artifact;
}

function recordedOf(event: Exclude<NotebookEvent, { type: "cleared" }>): Event {
  switch (event.type) {
    case "started":
    case "progress":
      return event;
    case "cell":
    case "cell_ended":
      return running(event);
    case "stdout":
    case "stderr":
      return { type: event.type, data: event.data };
    case "result":
      return { type: "result", result: event.result };
    case "artifact":
      return { type: "artifact", artifact: event.artifact };
    case "ended":
      return { type: "ended", outcome: event.outcome };
  }
}
