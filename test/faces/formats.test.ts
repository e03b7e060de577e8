import { expect, test } from "vitest";
import { chooseFormat } from "../../packages/server/src/faces/rest/formats.ts";

const [JSON_, LINES, EVENTS] = ["application/json", "application/x-ndjson", "text/event-stream"];

test.each([
  [undefined, JSON_],
  ["", JSON_],
  ["*/*", JSON_],
  ["image/png", JSON_],
  ["text/event-stream", EVENTS],
  ["TEXT/Event-Stream; charset=utf-8", EVENTS],
  ["application/x-ndjson", LINES],
  ["text/event-stream, */*", EVENTS],
  ["*/*, text/event-stream;q=0.5", JSON_],
  ["application/json, text/event-stream", JSON_],
  ["text/event-stream, application/json", EVENTS],
  ["application/json;q=0.2, application/x-ndjson;q=0.9", LINES],
  ["text/*", EVENTS],
  ["text/event-stream;q=0, application/json;q=0.1", JSON_],
  ["text/event-stream;q=nonsense", JSON_],
])("[server.stream] Accept: %s gets %s", (accept, format) => {
  expect(chooseFormat(accept)).toBe(format);
});
