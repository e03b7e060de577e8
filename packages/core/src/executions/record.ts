import { bareOutcome, type CompileStage, type EndedExecution, type Event, type Execution } from "@glovebox/protocol";

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
      execution.results.push(event.result);
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

/** Until the compiler has ended its outcome is that of one of which nothing is known. */
function compileOf(execution: Execution): CompileStage {
  execution.compile ??= { outcome: bareOutcome("lost"), cached: false, stdout: "", stderr: "" };
  return execution.compile;
}

export function isEnded(execution: Execution): execution is EndedExecution {
  return execution.state === "ended" && execution.outcome !== undefined;
}
