import { GloveboxError, type NotebookEvent, type NotebookRun } from "@glovebox/protocol";
import type { NotebookInput } from "glovebox";
import type { Context } from "hono";
import type { StartedRun } from "../../executions/run.ts";
import { principalOf } from "../../guards/principal.ts";
import type { RestEnv, RestParts, Route } from "./app.ts";
import { answerWith } from "./runAnswer.ts";

/** Running notebooks. */
export function notebookRoutes(parts: RestParts): readonly Route[] {
  const run = (context: Context<RestEnv>) =>
    answerWith<NotebookInput, NotebookEvent>(
      context,
      parts,
      (request) => parts.runs.startNotebook(principalOf(context.req), request),
      lastOf,
    );
  return [{ path: "/v1/notebooks", methods: { POST: run } }];
}

async function lastOf({ events }: StartedRun<NotebookEvent>): Promise<NotebookRun> {
  for await (const event of events)
    if (event.type === "ended" && event.run !== undefined) return await rest(events, event.run);
  throw new GloveboxError("unavailable", "the notebook was cancelled before it began", { survives: "nothing" });
}

/** Read to their end, as a run has to be. */
async function rest(events: AsyncGenerator<NotebookEvent>, run: NotebookRun): Promise<NotebookRun> {
  for await (const _ of events);
  return run;
}
