import type { Event, Outcome } from "@glovebox/protocol";
import type { Job } from "./job.ts";
import { type Stage, stageOf, type Written } from "./stage.ts";

export type Report = {
  readonly run: Stage;
  readonly compile?: Stage;
  readonly language: string;
  readonly version: string;
};

/** Collects a job's events into Piston's one answer. */
export async function collectReport(
  events: AsyncIterable<Event>,
  { language, version, request }: Job,
): Promise<Report> {
  const compiler = nothing();
  const program = nothing();
  let compiled: Outcome | undefined;
  let ended: Outcome | undefined;
  for await (const event of events) {
    if (event.type === "stdout" || event.type === "stderr") add(event.stage === "compile" ? compiler : program, event);
    if (event.type === "compiled") compiled = event.outcome;
    if (event.type === "ended") ended = event.outcome;
  }
  if (ended === undefined) throw new Error("the job's events stopped before it ended");
  const compile = compiled && stageOf(compiled, compiler, request.compileLimits?.timeoutMs ?? 0);
  // A client that knows of no compilers looks at run.
  const failed = compiled !== undefined && compiled.status !== "succeeded";
  const run = failed && compile ? compile : stageOf(ended, program, request.limits?.timeoutMs ?? 0);
  return { run, ...(compile === undefined ? {} : { compile }), language, version };
}

function nothing(): Written {
  return { stdout: "", stderr: "", output: "" };
}

function add(written: Written, { type, data }: Extract<Event, { type: "stdout" | "stderr" }>): void {
  written[type] += data;
  written.output += data;
}
