import {
  bareOutcome,
  type CompileStage,
  type EndedExecution,
  type Event,
  type Execution,
  type Result,
} from "@glovebox/protocol";

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
      showResult(execution.results, event.result);
      return;
    case "cleared":
      // What earlier cells showed is not this one's to take away.
      execution.results = execution.results.filter((each) => each.update);
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

/** One with a name takes the place of all others of that name; an update of what is not among them is one more. */
function showResult(results: Result[], result: Result): void {
  const { displayId, mime, metadata, chart } = result;
  const same = displayId === undefined ? [] : results.filter((each) => each.displayId === displayId);
  for (const each of same) Object.assign(each, { mime, metadata, chart });
  if (same.length === 0 || !result.update) results.push({ ...result });
}

/** Until the compiler has ended its outcome is that of one of which nothing is known. */
function compileOf(execution: Execution): CompileStage {
  execution.compile ??= { outcome: bareOutcome("lost"), cached: false, stdout: "", stderr: "" };
  return execution.compile;
}

export function isEnded(execution: Execution): execution is EndedExecution {
  return execution.state === "ended" && execution.outcome !== undefined;
}
