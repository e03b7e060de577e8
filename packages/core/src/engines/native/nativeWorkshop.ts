import { chownSync, readdirSync } from "node:fs";
import { GloveboxError } from "@glovebox/protocol";
import { type Language, PRODUCT, WORKSPACE } from "../../runtimes/language.ts";
import type { Job, JobEnd, Tools, Workshop } from "../engine.ts";
import type { Kept } from "./frames.ts";
import { watchedCpu } from "./nativeRun.ts";
import type { NativeSandbox } from "./sandbox.ts";
import { shelfName } from "./shelf.ts";

const MAIN = ".glovebox-job";

export type NativeWorkshopOptions = {
  readonly shelf: string;
  readonly toolsOf: (language: Language, version: string | undefined) => Promise<Tools>;
  readonly open: (job: Job, signal?: AbortSignal) => Promise<NativeSandbox>;
};

/** Builds and installs in sandboxes like those of programs, and keeps what was made. */
export class NativeWorkshop implements Workshop {
  readonly #options: NativeWorkshopOptions;

  constructor(options: NativeWorkshopOptions) {
    this.#options = options;
  }

  tools(language: Language, version: string | undefined): Promise<Tools> {
    return this.#options.toolsOf(language, version);
  }

  async run(job: Job, staging: string, signal?: AbortSignal): Promise<JobEnd> {
    try {
      return await this.#run(job, staging, signal);
    } catch (error) {
      // A warden that dies takes along what it was to mount. Another sandbox has another warden.
      const isLost = error instanceof GloveboxError && error.code === "sandbox_failed" && !signal?.aborted;
      if (!isLost || readdirSync(staging).length > 0) throw error;
      return this.#run(job, staging, signal);
    }
  }

  async #run(job: Job, staging: string, signal?: AbortSignal): Promise<JobEnd> {
    await using sandbox = await this.#options.open(job, signal);
    const { limits, files, held = new Map(), variables } = job;
    const program = { main: MAIN, files, held, args: [], env: {}, stdin: undefined, workdir: WORKSPACE };
    const command = ["/bin/sh", "-c", `mkdir -p ${PRODUCT} || exit\n${job.script}`];
    const plan = { limits, variables, command, cpuMs: watchedCpu(limits), artifacts: false };
    const said = { stdout: "", stderr: "" };
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    for await (const event of sandbox.run(program, plan, signal)) {
      if (event.type === "stdout" || event.type === "stderr")
        said[event.type] += decoders[event.type].decode(event.data, { stream: true });
      if (event.type !== "ended") continue;
      const end = { outcome: event.outcome, ...said, bytes: 0 };
      if (event.outcome.status !== "succeeded") return end;
      return keptEnd(end, await this.#keep(sandbox, staging, signal));
    }
    throw new GloveboxError("internal", "the events of a build stopped before it ended");
  }

  #keep(sandbox: NativeSandbox, staging: string, signal?: AbortSignal): Promise<Kept> {
    // Whatever lies there is the sandbox's: as root it has a uid of its own.
    if (process.geteuid?.() === 0) chownSync(staging, sandbox.ownerUid, sandbox.ownerUid);
    return sandbox.keep(PRODUCT, shelfName(this.#options.shelf, staging), signal);
  }
}

/** A product that cannot be kept is the program's failure, but for one that the host's disk has no room for. */
function keptEnd(end: JobEnd, { problem, ofTheDisk, bytes }: Kept): JobEnd {
  if (problem === "") return { ...end, bytes };
  const message = `what was built cannot be kept: ${problem}`;
  if (!ofTheDisk)
    return { ...end, outcome: { ...end.outcome, status: "failed", exitCode: 1 }, stderr: `${end.stderr}${message}\n` };
  throw new GloveboxError("unavailable", message, {
    advice: "make room in the data directory, or give another with dataDir",
    survives: "engine",
  });
}
