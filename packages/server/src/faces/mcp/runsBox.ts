import type { Event } from "@glovebox/protocol";
import { type Box, GloveboxError, isEnded } from "glovebox";
import { stopWithClient } from "../../executions/clients.ts";
import type { Run } from "../../executions/run.ts";
import type { Runs } from "../../executions/runs.ts";
import { isOurFailure, known } from "../failures.ts";

export type RunsBoxOptions = {
  readonly runs: Runs;
  readonly principal: string;
  readonly onStart: (run: Run) => void;
  readonly onEvent: (event: Event) => void;
  readonly onFailure: (error: unknown) => void;
};

/** A Glovebox whose executions are the server's: admitted, recorded, and under their principal. */
export function runsBox({ runs, principal, onStart, onEvent, onFailure }: RunsBoxOptions): Box {
  return {
    async execute(request, { signal } = {}) {
      try {
        const started = runs.start(principal, request);
        onStart(started.run);
        if (signal !== undefined) stopWithClient(started, signal);
        for await (const event of started.events) onEvent(event);
        const { execution } = started.run;
        if (isEnded(execution)) return execution;
        throw new GloveboxError("internal", "the execution's events stopped before it ended");
      } catch (error) {
        if (isOurFailure(error)) onFailure(error);
        throw known(error);
      }
    },
  };
}
