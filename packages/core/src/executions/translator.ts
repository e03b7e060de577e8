import { type Event, GloveboxError, type Outcome, pathProblem } from "@glovebox/protocol";
import type { SandboxEvent } from "../engines/engine.ts";
import type { ArtifactStore, ArtifactWriter } from "../files/artifactStore.ts";
import { Shown } from "./shown.ts";

const MOST_ARTIFACTS = 1_000;
/** How many artifacts that were left out are named. */
const MOST_TOLD = 20;

/** Turns the bytes of one run into events: decodes text, stores artifacts. */
export class Translator {
  readonly #store: ArtifactStore;
  readonly #id: string;
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #shown = new Shown();
  readonly #leftOut: string[] = [];
  #incoming: { writer: ArtifactWriter | undefined; left: number } | undefined;
  #artifacts = 0;
  #refused = 0;

  constructor(store: ArtifactStore, id: string) {
    this.#store = store;
    this.#id = id;
  }

  *translate(event: Exclude<SandboxEvent, { type: "started" }>): Generator<Event> {
    switch (event.type) {
      case "stdout":
      case "stderr":
        yield* this.#text(event.type, this.#decoders[event.type].decode(event.data, { stream: true }), event.stage);
        return;
      case "compiled":
        yield* this.#rest("compile");
        yield event;
        return;
      case "progress":
        yield event;
        return;
      case "result":
        yield* this.#shown.pass(event);
        return;
      case "cleared":
        yield* this.#shown.clear(event);
        return;
      case "artifact":
        yield* this.#begin(event.name, event.size);
        return;
      case "artifact_data":
        yield* this.#continue(event.data);
        return;
      case "ended":
        yield* this.#rest();
        yield { ...event, outcome: this.#withNotes(event.outcome) };
    }
  }

  /** Half a character that no other half came for. */
  *#rest(stage?: "compile"): Generator<Event> {
    for (const name of ["stdout", "stderr"] as const) yield* this.#text(name, this.#decoders[name].decode(), stage);
  }

  *#text(type: "stdout" | "stderr", data: string, stage?: "compile"): Generator<Event> {
    if (data === "") return;
    if (stage === undefined) yield* this.#shown.pass({ type, data });
    else yield { type, data, stage };
  }

  *#begin(name: string, size: number): Generator<Event> {
    const problem = pathProblem(name);
    const refusal =
      (problem && `has a name that ${problem}`) ??
      (this.#artifacts >= MOST_ARTIFACTS ? `is one of more than ${MOST_ARTIFACTS}` : undefined);
    if (refusal !== undefined) this.#refused++;
    if (refusal !== undefined && this.#leftOut.length < MOST_TOLD)
      this.#leftOut.push(`the artifact ${JSON.stringify(name.slice(0, 200))} was left out: it ${refusal}`);
    const writer = refusal === undefined ? this.#store.begin(this.#id, name) : undefined;
    this.#artifacts++;
    this.#incoming = { writer, left: size };
    if (size === 0) yield* this.#finish();
  }

  *#continue(data: Uint8Array): Generator<Event> {
    const incoming = this.#incoming;
    if (incoming === undefined || data.length > incoming.left)
      throw new GloveboxError("internal", "artifact data out of order");
    incoming.writer?.write(data);
    incoming.left -= data.length;
    if (incoming.left === 0) yield* this.#finish();
  }

  *#finish(): Generator<Event> {
    const writer = this.#incoming?.writer;
    this.#incoming = undefined;
    const artifact = writer?.finish();
    if (artifact !== undefined) yield { type: "artifact", artifact };
  }

  #withNotes(outcome: Outcome): Outcome {
    const untold = this.#refused - this.#leftOut.length;
    const more = untold === 0 ? [] : [`${untold} more artifacts were left out`];
    const added = [...this.#shown.notes, ...this.#leftOut, ...more];
    return added.length === 0 ? outcome : { ...outcome, notes: [...(outcome.notes ?? []), ...added] };
  }

  /** A run that stopped in the middle of an artifact leaves nothing of it. */
  close(): void {
    this.#incoming?.writer?.discard();
    this.#incoming = undefined;
  }
}
