import { GloveboxError, jsonExcess, REQUEST_BOUNDS } from "@glovebox/protocol";
import type { RawData } from "ws";

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
  switch (jsonExcess(bytes, REQUEST_BOUNDS)) {
    case undefined:
      return;
    case "levels":
      throw new GloveboxError("invalid_request", `the ${name} is nested deeper than ${REQUEST_BOUNDS.levels} levels`);
    case "members":
      throw new GloveboxError(
        "invalid_request",
        `the ${name} has an object of more than ${REQUEST_BOUNDS.members} members`,
      );
    case "parts":
      throw new GloveboxError("invalid_request", `the ${name} has more than ${REQUEST_BOUNDS.parts} values`, {
        advice: "put data into files",
      });
  }
}
