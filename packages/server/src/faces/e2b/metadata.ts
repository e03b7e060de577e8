import type { FileEntry } from "glovebox";
import { badRequest } from "./failures.ts";

/** What a caller notes of a file, kept where E2B keeps it: in the file's own attributes, which move with it. */
export type Metadata = Readonly<Record<string, string>>;

const HEADER = "x-metadata-";
const ATTRIBUTE = "e2b.";
const MOST_BYTES = 4_096;

/** As the headers of an upload tell it; undefined where they tell none. */
export function metadataIn(headers: Readonly<Record<string, string>>): Metadata | undefined {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(HEADER));
  if (found.length === 0) return undefined;
  const bytes = found.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (bytes > MOST_BYTES) throw badRequest(`${HEADER}*: is more than ${MOST_BYTES} bytes together`, `${HEADER}*`);
  return Object.fromEntries(found.map(([name, value]) => [name.slice(HEADER.length), value]));
}

export function asAttributes(metadata: Metadata = {}): Metadata {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [ATTRIBUTE + key, value]));
}

/** undefined where the entry has none. */
export function metadataOf({ attributes = {} }: FileEntry): Metadata | undefined {
  const own = Object.entries(attributes).filter(([name]) => name.startsWith(ATTRIBUTE));
  if (own.length === 0) return undefined;
  return Object.fromEntries(own.map(([name, value]) => [name.slice(ATTRIBUTE.length), value]));
}
