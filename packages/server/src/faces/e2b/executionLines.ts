import type { Event, OpenSandbox, OpenSession, Outcome, Result } from "glovebox";
import type { Context } from "hono";
import type { FaceEnv, FaceParts } from "../face.ts";
import { isOurFailure, known } from "../failures.ts";
import { messageOf } from "./failures.ts";
import { floatsJson } from "./floats.ts";
import { resultFields } from "./resultFields.ts";
import { broken, cutterOf, type Source, streamOf } from "./streamOf.ts";

const KEEPALIVE_MS = 5_000;

export type ExecutionLinesOptions = {
  readonly sandbox: OpenSandbox;
  readonly session: OpenSession;
  readonly run: { readonly code: string; readonly env: Readonly<Record<string, string>> };
  readonly signal: AbortSignal;
  readonly onFailure: FaceParts["onFailure"];
  readonly context: Context<FaceEnv>;
};

/** An execution as E2B tells it, a line of JSON for each thing that happens. A client that goes away interrupts it. */
export function executionLines(options: ExecutionLinesOptions): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  return streamOf(lines({ ...options, signal }), {
    quietMs: KEEPALIVE_MS,
    keepalive: line({ type: "keepalive" }),
    onCancel: () => stop.abort(),
    cut: cutterOf(options.context),
  });
}

async function* lines({ sandbox, session, run, signal, onFailure, context }: ExecutionLinesOptions): Source {
  if (run.code.trim() === "") {
    yield line({ type: "number_of_executions", execution_count: session.info.executions });
  } else {
    try {
      for await (const event of session.stream({ code: run.code, env: { ...run.env } }, { signal })) {
        // As E2B's clients know it: a sandbox that ends takes the connection with it.
        if (event.type === "ended" && !sandbox.alive) throw broken("the sandbox ended");
        for (const told of linesOf(event, session)) yield told;
      }
    } catch (error) {
      if (!sandbox.alive || signal.aborted) throw broken("the sandbox ended");
      if (isOurFailure(error)) onFailure(context.get("requestId"), error);
      const failure = known(error);
      yield line({ type: "error", name: failure.code, value: messageOf(failure), traceback: "" });
    }
  }
  yield line({ type: "end_of_execution" });
}

function* linesOf(event: Event, session: OpenSession): Generator<Uint8Array> {
  switch (event.type) {
    case "started":
      yield line({ type: "number_of_executions", execution_count: session.info.executions });
      return;
    case "stdout":
    case "stderr":
      yield line({ type: event.type, text: event.data, timestamp: new Date().toISOString() });
      return;
    case "result":
      // Neither updates nor `cleared` reach a client of E2B's own kernel.
      if (!event.result.update) yield resultLine(event.result);
      return;
    case "ended":
      if (event.outcome.status !== "succeeded") yield line(errorOf(event.outcome));
  }
}

function resultLine(result: Result): Uint8Array {
  const fields = JSON.stringify({ type: "result", ...resultFields(result) });
  if (result.chart === undefined) return Buffer.from(`${fields}\n`);
  return Buffer.from(`${fields.slice(0, -1)},"chart":${floatsJson(result.chart)}}\n`);
}

function errorOf({ status, error, notes = [] }: Outcome): Record<string, unknown> {
  const traceback = [error?.traceback ?? "", ...notes].filter((part) => part !== "").join("\n");
  return { type: "error", name: error?.name ?? status, value: error?.message ?? "", traceback };
}

function line(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
