import type { HttpClient } from "../httpClient.ts";

/** One client of the server, as the server knows it by its header. */
export type Caller = { readonly http: HttpClient; readonly random: () => number };

/** One kind of load: how often it comes, how many of it at most at once, and what is expected. */
export type Kind = {
  readonly name: string;
  readonly group: "good" | "bad" | "rude" | "hostile" | "portable";
  readonly weight: number;
  readonly atOnce?: number;
  /** Throws where an answer is not as it should be. */
  readonly run: (caller: Caller) => Promise<void>;
};

export function wholeNumber({ random }: Caller, below: number): number {
  return Math.floor(random() * below);
}
