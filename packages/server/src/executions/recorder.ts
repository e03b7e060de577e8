import type { Artifact, Event, Execution } from "@glovebox/protocol";
import { recordEvent } from "glovebox";

/** Characters of each stream that a record keeps; whoever wants more reads the events. */
const MOST_RECORDED = 8 * 1024 * 1024;

/** Adds an event to the record, within bounds, and gives it back as the outer world gets it. */
export function record(execution: Execution, event: Event): Event {
  const outer = event.type === "artifact" ? { ...event, artifact: withUrl(execution.id, event.artifact) } : event;
  const kept = isOutput(outer) ? { ...outer, data: outer.data.slice(0, roomFor(execution[outer.type])) } : outer;
  recordEvent(execution, kept);
  return outer;
}

/** What the reader of the record should know of it. */
export function recordNotes(execution: Execution): string[] {
  const cut = (["stdout", "stderr"] as const).filter((name) => roomFor(execution[name]) === 0);
  return cut.map((name) => `the record keeps the first ${MOST_RECORDED} characters of ${name}; stream to get all`);
}

function isOutput(event: Event): event is Extract<Event, { type: "stdout" | "stderr" }> {
  return event.type === "stdout" || event.type === "stderr";
}

function roomFor(text: string): number {
  return Math.max(0, MOST_RECORDED - text.length);
}

function withUrl(id: string, artifact: Artifact): Artifact {
  const path = artifact.name.split("/").map(encodeURIComponent).join("/");
  return { ...artifact, url: `/v1/executions/${id}/artifacts/${path}` };
}
