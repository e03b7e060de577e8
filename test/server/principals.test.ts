import { expect, test } from "vitest";
import { openDummyBox } from "./dummyBox.ts";
import { App, program } from "./served.ts";

test("[languages.isolation] the engine is told who asks, so that what is built for one is not used for another", async () => {
  const asked: (string | undefined)[] = [];
  await using app = await App.open({}, async (...given) => {
    const box = await openDummyBox(...given);
    return {
      ...box,
      stream: (request, options) => {
        asked.push(options?.principal);
        return box.stream(request, options);
      },
      [Symbol.asyncDispose]: () => box[Symbol.asyncDispose](),
    };
  });
  await app.post(program("print hello"));
  await app.post(program("print hello"), { headers: { "X-Client-Id": "anna" } });
  expect(asked).toEqual(["local", "local/anna"]);
});
