import {
  bareOutcome,
  type CompileStage,
  type EndedExecution,
  type Event,
  type Execution,
  type Result,
} from "@glovebox/protocol";
import { bytesOfBundle, Displays, TOO_OFTEN } from "./displays.ts";

/** The record of an execution of which nothing is known yet. */
export function emptyExecution(metadata?: Record<string, unknown>): Execution {
  return {
    id: "",
    language: "",
    version: "",
    engine: "",
    environment: "",
    state: "queued",
    stdout: "",
    stderr: "",
    results: [],
    artifacts: [],
    createdAt: new Date().toISOString(),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Adds what an event says to the record. */
export function recordEvent(execution: Execution, event: Event): void {
  switch (event.type) {
    case "started": {
      const { type: _, compiles: __, ...facts } = event;
      Object.assign(execution, facts, { state: "running", startedAt: new Date().toISOString() });
      return;
    }
    case "stdout":
    case "stderr":
      if (event.stage === "compile") compileOf(execution)[event.type] += event.data;
      else execution[event.type] += event.data;
      return;
    case "compiled":
      Object.assign(compileOf(execution), { outcome: event.outcome, cached: event.cached });
      return;
    case "result":
      showResult(execution, event.result);
      return;
    case "cleared":
      clear(execution);
      return;
    case "artifact":
      execution.artifacts.push(event.artifact);
      return;
    case "ended":
      Object.assign(execution, { state: "ended", endedAt: new Date().toISOString(), outcome: event.outcome });
      if (event.variables !== undefined) execution.variables = event.variables;
      return;
    case "progress":
      return;
  }
}

type Bundle = Pick<Result, "mime" | "metadata" | "chart">;

const displays = new WeakMap<Execution, Displays<Result, Bundle>>();

function displaysOf(execution: Execution): Displays<Result, Bundle> {
  const known = displays.get(execution) ?? new Displays<Result, Bundle>(put);
  displays.set(execution, known);
  return known;
}

function put(place: Result, bundle: Bundle = { mime: { "text/plain": TOO_OFTEN } }): void {
  Object.assign(place, { mime: bundle.mime, metadata: bundle.metadata, chart: bundle.chart });
}

/** One with a name takes the place of all others of that name; an update of what is not among them is one more. */
function showResult(execution: Execution, result: Result): void {
  const { displayId, update } = result;
  const place = { ...result };
  if (displayId === undefined) {
    execution.results.push(place);
    return;
  }
  const named = displaysOf(execution);
  if (!update || !named.has(displayId)) {
    execution.results.push(place);
    named.add(displayId, place);
  }
  named.update(displayId, result, bytesOfBundle(result.mime));
}

/** What earlier cells showed is not this one's to take away. */
function clear(execution: Execution): void {
  const gone = execution.results.filter((each) => !each.update);
  for (const each of gone) displays.get(execution)?.forget(each);
  execution.results = execution.results.filter((each) => each.update);
}

/** Until the compiler has ended its outcome is that of one of which nothing is known. */
function compileOf(execution: Execution): CompileStage {
  execution.compile ??= { outcome: bareOutcome("lost"), cached: false, stdout: "", stderr: "" };
  return execution.compile;
}

export function isEnded(execution: Execution): execution is EndedExecution {
  return execution.state === "ended" && execution.outcome !== undefined;
}
