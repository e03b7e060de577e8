import { type Event, GloveboxError, type Outcome } from "@glovebox/protocol";
import type { Job } from "./job.ts";
import { endingOf } from "./stage.ts";

type ServerMessage =
  | { readonly type: "runtime"; readonly language: string; readonly version: string }
  | { readonly type: "stage"; readonly stage: StageName }
  | { readonly type: "data"; readonly stream: "stdout" | "stderr"; readonly data: string }
  | { readonly type: "exit"; readonly stage: StageName; readonly code: number | null; readonly signal: string | null };
type StageName = "compile" | "run";

/** What the client hears of a job, event by event. */
export class Conversation {
  readonly #job: Job;
  #stage: StageName | undefined;

  constructor(job: Job) {
    this.#job = job;
  }

  *tell(event: Event): Generator<ServerMessage> {
    switch (event.type) {
      case "started": {
        const { language, version } = this.#job;
        yield { type: "runtime", language, version };
        yield this.#enter(event.compiles ? "compile" : "run");
        return;
      }
      case "stdout":
      case "stderr":
        yield { type: "data", stream: event.type, data: event.data };
        return;
      case "compiled":
        yield this.#exit("compile", event.outcome);
        this.#stage = undefined;
        if (event.outcome.status === "succeeded") yield this.#enter("run");
        return;
      case "ended":
        yield* this.#end(event.outcome);
        return;
      default:
        return;
    }
  }

  /** A job whose compiler failed has said so already; of one that never began there is only an error to tell. */
  *#end(outcome: Outcome): Generator<ServerMessage> {
    if (this.#stage !== undefined) yield this.#exit(this.#stage, outcome);
    else if (outcome.status === "crashed")
      throw new GloveboxError("sandbox_failed", outcome.error?.message ?? "the job could not be run");
  }

  #enter(stage: StageName): ServerMessage {
    this.#stage = stage;
    return { type: "stage", stage };
  }

  #exit(stage: StageName, outcome: Outcome): ServerMessage {
    const { code, signal } = endingOf(outcome, { stdout: "", stderr: "" }, 0);
    return { type: "exit", stage, code, signal };
  }
}
