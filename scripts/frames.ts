/** Writes sandbox/glovebox_sandbox/generated/frames.json from the schema; with --check only compares. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { frames, MAX_PAYLOAD_BYTES, MAX_REPORT_BYTES } from "../packages/core/src/engines/native/frames.ts";

const target = join(import.meta.dirname, "../sandbox/glovebox_sandbox/generated/frames.json");

const table = Object.fromEntries(
  Object.entries(frames).map(([name, { letter, payload }]) => [
    name,
    { letter, payload: payload === null ? null : z.toJSONSchema(payload) },
  ]),
);
const text = `${JSON.stringify({ maxPayloadBytes: MAX_PAYLOAD_BYTES, maxReportBytes: MAX_REPORT_BYTES, frames: table }, null, 2)}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("sandbox/glovebox_sandbox/generated/frames.json is out of date; run: node scripts/frames.ts");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
