import { GloveboxError } from "@glovebox/protocol";
import type { z } from "zod";
import { type RemoteJob, RemoteMessage, RemoteReport, type RemoteRuntime, RemoteRuntimes } from "./answers.ts";

/** For a list of runtimes; a job's own time comes on top. */
const ANSWER_MS = 30_000;
const MOST_LISTED_BYTES = 4 * 1024 * 1024;
const MOST_QUOTED = 500;

type Ask = {
  readonly path: string;
  readonly body?: unknown;
  readonly withinMs: number;
  readonly mostBytes: number;
  readonly signal?: AbortSignal | undefined;
};

/** A Piston somewhere, over HTTP. What it answers is told for what it is: an answer that is none is an error. */
export class Remote {
  readonly url: string;

  constructor(url: string) {
    this.url = baseOf(url);
  }

  async runtimes(signal?: AbortSignal): Promise<readonly RemoteRuntime[]> {
    return this.#ask(RemoteRuntimes, { path: "/runtimes", withinMs: ANSWER_MS, mostBytes: MOST_LISTED_BYTES, signal });
  }

  /** `mostBytes`: of its answer, all of it. Throws `invalid_request` with the remote's words where it refuses the job. */
  async execute(job: RemoteJob, mostBytes: number, signal?: AbortSignal): Promise<RemoteReport> {
    const withinMs = job.run_timeout + job.compile_timeout + ANSWER_MS;
    return this.#ask(RemoteReport, { path: "/execute", body: job, withinMs, mostBytes, signal });
  }

  async #ask<Schema extends z.ZodType>(schema: Schema, ask: Ask): Promise<z.output<Schema>> {
    const time = AbortSignal.timeout(ask.withinMs);
    const signal = ask.signal === undefined ? time : AbortSignal.any([time, ask.signal]);
    try {
      const answer = await fetch(`${this.url}${ask.path}`, { ...requestOf(ask.body), redirect: "manual", signal });
      const text = await readBounded(answer, ask.mostBytes);
      if (!answer.ok) throw this.#refusal(answer, text);
      const parsed = schema.safeParse(jsonOf(text));
      if (parsed.success) return parsed.data;
      throw this.#failed(`answered what no Piston answers: ${quoted(text)}`);
    } catch (error) {
      ask.signal?.throwIfAborted();
      if (error instanceof GloveboxError) throw error;
      if (time.aborted) throw this.#failed(`did not answer within ${ask.withinMs} ms`);
      throw this.#unreachable(error);
    }
  }

  #refusal(answer: Response, text: string): GloveboxError {
    const said = RemoteMessage.safeParse(jsonOf(text)).data?.message ?? quoted(text);
    const { status } = answer;
    if (status === 400)
      return new GloveboxError("invalid_request", `the remote Piston refused the job: ${said.slice(0, MOST_QUOTED)}`);
    if (status === 429) {
      const seconds = Number(answer.headers.get("Retry-After"));
      const retryAfter = Number.isInteger(seconds) && seconds > 0 ? seconds : 1;
      return new GloveboxError("too_busy", `the remote Piston at ${this.url} is busy: ${said}`, {
        survives: "engine",
        retryAfter,
      });
    }
    if (status >= 500) return this.#failed(`failed with ${status}: ${said}`);
    const place = answer.headers.get("Location");
    return this.#unusable(`answers ${status}${place === null ? "" : ` and points to ${place.slice(0, 200)}`}: ${said}`);
  }

  #unreachable(error: unknown): GloveboxError {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return this.#unusable(`cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }

  #unusable(what: string, cause?: unknown): GloveboxError {
    return new GloveboxError("engine_unavailable", `the remote Piston at ${this.url} ${what}`, {
      advice:
        "see that PISTON_API_URL (remotePiston.apiUrl) is its address, such as http://piston:2000/api/v2, and that it runs",
      survives: "request",
      cause,
    });
  }

  #failed(what: string): GloveboxError {
    return new GloveboxError("sandbox_failed", `the remote Piston at ${this.url} ${what}`, { survives: "engine" });
  }
}

/** The address may be the server's, the API's, or that of /execute. */
function baseOf(url: string): string {
  const tidy = url.replace(/\/+$/, "").replace(/\/execute$/, "");
  return new URL(tidy).pathname === "/" ? `${tidy}/api/v2` : tidy;
}

function requestOf(body: unknown): RequestInit {
  if (body === undefined) return {};
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function readBounded(answer: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw new GloveboxError("sandbox_failed", `the remote Piston answered with more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told of by whoever wanted more
  }
}

function quoted(text: string): string {
  if (text.trim() === "") return "nothing";
  return JSON.stringify(text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);
}
