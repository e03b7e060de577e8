import { setTimeout as sleep } from "node:timers/promises";
import { HttpClient } from "../httpClient.ts";

const PAUSE_MS = 50;

/** Asks a server again and again whether it is alive, and notes how long each answer took. */
export class HealthWatch {
  readonly latencies: number[] = [];
  failures = 0;
  readonly #client: HttpClient;
  readonly #done: Promise<void>;
  #over = false;

  constructor(url: string) {
    this.#client = new HttpClient(url);
    this.#done = this.#ask();
  }

  async end(): Promise<void> {
    this.#over = true;
    await this.#done;
    this.#client[Symbol.dispose]();
  }

  async #ask(): Promise<void> {
    while (!this.#over) {
      const started = performance.now();
      const ok = await this.#client.call("/healthz").then(
        ({ status }) => status === 200,
        () => false,
      );
      if (ok) this.latencies.push(performance.now() - started);
      else this.failures += 1;
      await sleep(PAUSE_MS);
    }
  }
}
