import type { Execution } from "@glovebox/protocol";
import { type Observability, openObservability, type RequestInput } from "glovebox";
import type { ExecutionMeters } from "glovebox/telemetry";
import type { OtelSettings } from "./settings.ts";

/** A server's first seconds are for its first requests; what they would be counted with is loaded after that. */
const LOAD_AFTER_MS = 5_000;

/** Told of an execution's end, once. */
export type Watched = (execution: Execution) => void;
type Scrape = { readonly meters: ExecutionMeters; text(): Promise<string> };

/** Traces and counts the executions of every face. */
export class Telemetry implements AsyncDisposable {
  readonly #exported: Observability | undefined;
  readonly #later: NodeJS.Timeout;
  /** What happened before the meters were there. */
  #waiting: ((meters: ExecutionMeters) => void)[] = [];
  #scrape: Promise<Scrape> | undefined;
  #meters: ExecutionMeters | undefined;

  private constructor(exported: Observability | undefined) {
    this.#exported = exported;
    this.#later = setTimeout(() => void this.#load(), LOAD_AFTER_MS).unref();
  }

  /** Where no endpoint is set nothing is loaded for it. */
  static async open({ endpoint, protocol, serviceName }: OtelSettings): Promise<Telemetry> {
    if (endpoint === undefined) return new Telemetry(undefined);
    const options = { endpoint, serviceName, ...(protocol === undefined ? {} : { protocol }) };
    return new Telemetry(await openObservability(options));
  }

  /** An execution begins. One that is refused before it ran leaves no span and is not counted. */
  begin(request: RequestInput): Watched {
    const traced = this.#exported?.traceExecution(nameOf(request.language), sizeOf(request));
    this.#count((meters) => meters.active(1));
    return ({ outcome, language: named, engine, id }) => {
      this.#count((meters) => meters.active(-1));
      if (outcome === undefined) return;
      const language = nameOf(named);
      const durationSeconds = outcome.usage.wallMs / 1000;
      const { status, exitCode } = outcome;
      traced?.end({ outcome: status, engine, exitCode, id });
      this.#exported?.recordExecution(language, durationSeconds, status, { engine });
      this.#count((meters) => meters.ended({ language, durationSeconds, outcome: status, engine }));
    };
  }

  /** The metrics in the text form of Prometheus. */
  async text(): Promise<string> {
    return (await this.#load()).text();
  }

  #count(change: (meters: ExecutionMeters) => void): void {
    if (this.#meters === undefined) this.#waiting.push(change);
    else change(this.#meters);
  }

  #load(): Promise<Scrape> {
    this.#scrape ??= this.#loadScrape();
    return this.#scrape;
  }

  async #loadScrape(): Promise<Scrape> {
    const { openScrape } = await import("./scrape.ts");
    const scrape = openScrape();
    this.#meters = scrape.meters;
    for (const change of this.#waiting) change(scrape.meters);
    this.#waiting = [];
    return scrape;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#later);
    await this.#exported?.[Symbol.asyncDispose]();
  }
}

/** Without the version, of which there may be many. */
function nameOf(language: string): string {
  return language.split("@")[0] ?? language;
}

function sizeOf({ code, main, files }: RequestInput): number | undefined {
  const source = code ?? (main === undefined ? undefined : files?.[main]);
  if (typeof source === "string") return Buffer.byteLength(source);
  return source instanceof Uint8Array ? source.length : undefined;
}
