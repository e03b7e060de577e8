import { chownSync } from "node:fs";
import { GloveboxError } from "@glovebox/protocol";
import { type Language, PRODUCT, WORKSPACE } from "../../runtimes/language.ts";
import type { Job, JobEnd, Tools, Workshop } from "../engine.ts";
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
      const { outcome } = event;
      const bytes = outcome.status === "succeeded" ? await this.#keep(sandbox, staging) : 0;
      return { outcome, ...said, bytes };
    }
    throw new GloveboxError("internal", "the events of a build stopped before it ended");
  }

  async #keep(sandbox: NativeSandbox, staging: string): Promise<number> {
    // Whatever lies there is the sandbox's: as root it has a uid of its own.
    if (process.geteuid?.() === 0) chownSync(staging, sandbox.ownerUid, sandbox.ownerUid);
    const { problem, bytes } = await sandbox.keep(PRODUCT, shelfName(this.#options.shelf, staging));
    if (problem === "") return bytes;
    throw new GloveboxError("unavailable", `what was built cannot be kept: ${problem}`, {
      advice: "make room in the data directory, or give another with dataDir",
      survives: "engine",
    });
  }
}
