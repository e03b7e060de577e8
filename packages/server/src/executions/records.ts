import {
  type Artifact,
  bareOutcome,
  type Execution,
  type ExecutionList,
  GloveboxError,
  ListedExecution,
} from "@glovebox/protocol";
import type { Blob, Glovebox } from "glovebox";
import type { ExecutionStore } from "../store/executionStore.ts";
import type { Runs } from "./runs.ts";

export type RecordsOptions = {
  readonly box: Pick<Glovebox, "openArtifact">;
  readonly runs: Runs;
  readonly store: ExecutionStore;
};

/** It does not run any more, and its end could not be written: the disk was full, say. */
const UNRECORDED = bareOutcome("lost", { name: "Lost", message: "the end of this execution could not be recorded" });

/** What a principal may know of its executions, running or ended. Those of others are unknown, in the same words. */
export class Records {
  readonly #options: RecordsOptions;

  constructor(options: RecordsOptions) {
    this.#options = options;
  }

  async get(principal: string, id: string): Promise<Execution> {
    const found = await this.#find(principal, id);
    if (found === undefined) throw new GloveboxError("not_found", "there is no such execution");
    return found;
  }

  async #find(principal: string, id: string): Promise<Execution | undefined> {
    const running = this.#options.runs.find(principal, id);
    if (running !== undefined) return running.execution;
    const found = isId(id) ? await this.#options.store.get(principal, id) : undefined;
    if (found === undefined || found.state === "ended") return found;
    return { ...found, state: "ended", outcome: UNRECORDED };
  }

  /** Newest first. Where there are more, `last` is the id that they come after. */
  async list(
    principal: string,
    limit: number,
    before?: string,
  ): Promise<Pick<ExecutionList, "executions"> & { last: string | undefined }> {
    const page = await this.#options.store.list(principal, limit, before);
    const executions = await Promise.all(
      page.executions.map((each) => (each.state === "ended" ? each : this.#listed(principal, each.id))),
    );
    const last = page.more ? page.executions.at(-1)?.id : undefined;
    return { executions: executions.filter((each) => each !== undefined), last };
  }

  /** Undefined where it was withdrawn since the page was read. */
  async #listed(principal: string, id: string): Promise<ListedExecution | undefined> {
    const found = await this.#find(principal, id);
    return found === undefined ? undefined : ListedExecution.parse(found);
  }

  /** Stops it, and answers it as it ended. One that has ended stays as it is. */
  async cancel(principal: string, id: string): Promise<Execution> {
    const running = this.#options.runs.find(principal, id);
    running?.cancel();
    await running?.ended;
    return this.get(principal, id);
  }

  async artifact(principal: string, id: string, name: string): Promise<Artifact> {
    const { artifacts } = await this.get(principal, id);
    const artifact = artifacts.find((each) => each.name === name);
    if (artifact !== undefined) return artifact;
    throw new GloveboxError("not_found", `the execution left no artifact ${JSON.stringify(name.slice(0, 200))}`);
  }

  open({ sha256 }: Artifact): Promise<Blob> {
    return this.#options.box.openArtifact(sha256);
  }
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);
}
