/** Writes sandbox/glovebox_sandbox/generated/frames.json from the schema; with --check only compares. */
import { z } from "zod";
import { frames, MAX_PAYLOAD_BYTES, MAX_REPORT_BYTES } from "../packages/core/src/engines/native/frames.ts";
import { writeGenerated } from "./generated.ts";

const table = Object.fromEntries(
  Object.entries(frames).map(([name, { letter, payload }]) => [
    name,
    { letter, payload: payload === null ? null : z.toJSONSchema(payload) },
  ]),
);
const text = `${JSON.stringify({ maxPayloadBytes: MAX_PAYLOAD_BYTES, maxReportBytes: MAX_REPORT_BYTES, frames: table }, null, 2)}\n`;

writeGenerated("sandbox/glovebox_sandbox/generated/frames.json", text);
