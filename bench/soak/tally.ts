import { alignColumns, percentile } from "../table.ts";
import type { Kind } from "./kind.ts";

/** Failures of one kind are told in full so often, then only counted. */
const MOST_TOLD = 3;

type Line = { readonly group: string; readonly latencies: number[]; failures: number };

/** What came of each kind of load. */
export class Tally {
  readonly #lines = new Map<string, Line>();
  readonly told: string[] = [];

  done({ name, group }: Kind, milliseconds: number): void {
    this.#line(name, group).latencies.push(milliseconds);
  }

  failed({ name, group }: Kind, error: unknown): void {
    const line = this.#line(name, group);
    line.failures += 1;
    if (line.failures > MOST_TOLD) return;
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.told.push(`${new Date().toISOString()} ${name}: ${said.slice(0, 1_500)}`);
  }

  get count(): number {
    return [...this.#lines.values()].reduce((sum, { latencies }) => sum + latencies.length, 0);
  }

  get failures(): number {
    return [...this.#lines.values()].reduce((sum, { failures }) => sum + failures, 0);
  }

  /** One line for each kind. */
  table(): string {
    const header = ["kind", "", "as expected", "p50", "p99", "failures"];
    const cells = [...this.#lines].map(([name, { group, latencies, failures }]) => [
      name,
      group,
      String(latencies.length),
      `${percentile(latencies, 0.5).toFixed(0)} ms`,
      `${percentile(latencies, 0.99).toFixed(0)} ms`,
      String(failures),
    ]);
    return alignColumns([header, ...cells]).join("\n");
  }

  #line(name: string, group: string): Line {
    const line = this.#lines.get(name) ?? { group, latencies: [], failures: 0 };
    this.#lines.set(name, line);
    return line;
  }
}
