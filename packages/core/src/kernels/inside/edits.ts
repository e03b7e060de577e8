/** At one place insertions come first, then what ends there, then what begins, then what is replaced from there on. */
const order = { insertion: 0, closing: 1, opening: 2, replacement: 3 } as const;

type Edit = {
  readonly kind: keyof typeof order;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Among edits of one kind at one place, the smallest is first. */
  readonly rank: number;
};

/** Changes to a text that move none of its lines. One that begins in a part that another replaces is dropped. */
export class Edits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  insert(at: number, text: string): void {
    this.#add("insertion", at, at, text, this.#edits.length);
  }

  /** Parts may lie in one another. */
  wrap({ start, end }: { readonly start: number; readonly end: number }, before: string, after: string): void {
    this.#add("opening", start, start, before, -end);
    this.#add("closing", end, end, after, -start);
  }

  replace(start: number, end: number, text: string): void {
    this.#add("replacement", start, end, text + this.#source.slice(start, end).replace(/[^\n]/g, ""), start);
  }

  /** Leaves spaces of the same length. */
  blank(start: number, end: number): void {
    if (start < end)
      this.#add("replacement", start, end, this.#source.slice(start, end).replace(/[^\n\r]/g, " "), start);
  }

  #add(kind: Edit["kind"], start: number, end: number, text: string, rank: number): void {
    this.#edits.push({ kind, start, end, text, rank });
  }

  apply(): string {
    const parts: string[] = [];
    let at = 0;
    for (const { start, end, text } of this.#sorted()) {
      if (start < at) continue;
      parts.push(this.#source.slice(at, start), text);
      at = end;
    }
    return parts.join("") + this.#source.slice(at);
  }

  #sorted(): Edit[] {
    return [...this.#edits].sort(
      (one, other) => one.start - other.start || order[one.kind] - order[other.kind] || one.rank - other.rank,
    );
  }
}
