import { GloveboxError, type JsonBounds, jsonExcess } from "@glovebox/protocol";
import type { RawData } from "ws";

/** A request has 10,000 files at most, and a notebook some parts for each of its cells. */
const BOUNDS: JsonBounds = { levels: 100, parts: 2_000_000, members: 11_000, membersWithin: 100 };

/** JSON that a client sent. `name`: what it is called in the error, such as body. */
export function parseJson(bytes: Uint8Array, name: string): unknown {
  const text = decode(bytes, name);
  if (text.trim() === "") throw new GloveboxError("invalid_request", `the ${name} is empty; send a JSON object`);
  refuseExcess(bytes, name);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GloveboxError("invalid_request", `the ${name} is not valid JSON: ${(error as Error).message}`);
  }
}

/** The same of a message on a WebSocket. */
export function parseMessage(raw: RawData): unknown {
  return parseJson(Array.isArray(raw) ? Buffer.concat(raw) : Buffer.from(raw as Buffer), "message");
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new GloveboxError("invalid_request", `the ${name} is not valid UTF-8`);
  }
}

function refuseExcess(bytes: Uint8Array, name: string): void {
  switch (jsonExcess(bytes, BOUNDS)) {
    case undefined:
      return;
    case "levels":
      throw new GloveboxError("invalid_request", `the ${name} is nested deeper than ${BOUNDS.levels} levels`);
    case "members":
      throw new GloveboxError("invalid_request", `the ${name} has an object of more than ${BOUNDS.members} members`);
    case "parts":
      throw new GloveboxError("invalid_request", `the ${name} has more than ${BOUNDS.parts} values`, {
        advice: "put data into files",
      });
  }
}
