import { SignalName } from "@glovebox/protocol";
import type { RawData } from "ws";
import { parseMessage } from "../../guards/json.ts";
import { badJob } from "./badJob.ts";

/** What a client says, as far as it is understood. */
export type ClientMessage =
  | { readonly type: "init"; readonly body: unknown }
  | { readonly type: "data"; readonly stream: unknown; readonly data: string }
  | { readonly type: "signal"; readonly signal: SignalName | undefined }
  | { readonly type: "unknown" };

/** Throws where it is no message at all. */
export function readMessage(raw: RawData): ClientMessage {
  const message = objectOf(parseMessage(raw));
  switch (message["type"]) {
    case "init":
      return { type: "init", body: message };
    case "data":
      return { type: "data", stream: message["stream"], data: dataOf(message["data"]) };
    case "signal":
      return { type: "signal", signal: SignalName.safeParse(message["signal"]).data };
    default:
      return { type: "unknown" };
  }
}

function objectOf(message: unknown): Readonly<Record<string, unknown>> {
  if (typeof message === "object" && message !== null && !Array.isArray(message)) return { ...message };
  throw badJob("the message must be a JSON object with a type");
}

function dataOf(data: unknown): string {
  if (typeof data === "string") return data;
  throw badJob("data must be a string", "data");
}
