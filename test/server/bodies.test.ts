import { expect, test } from "vitest";
import { App, errorOf, program } from "./served.ts";

const MiB = 1024 * 1024;

/** A request that announces its body, of which `chunks` come and then nothing. */
function announced(app: App, length: number, ...chunks: Uint8Array<ArrayBuffer>[]) {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      await promise;
      controller.error(new Error("the connection ended"));
    },
  });
  const headers = { "Content-Type": "application/json", "Content-Length": String(length) };
  const init = { method: "POST", body, headers, duplex: "half" } as const;
  return { answer: app.call("/v1/executions", init), stop };
}

test("[server.slow-clients] clients that announce large bodies and send nothing keep nobody out", async () => {
  await using app = await App.open({ maxBodyBytes: 2 * MiB });
  const idle = Array.from({ length: 8 }, () => announced(app, 2 * MiB));
  expect(await (await app.post(program("print works"))).json()).toMatchObject({ stdout: "works\n" });
  for (const { stop } of idle) stop();
  const answers = await Promise.all(idle.map(({ answer }) => answer));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(400));
});

test("[server.slow-clients] what has come of large bodies counts, and is given back", async () => {
  await using app = await App.open({ maxBodyBytes: 2 * MiB });
  const half = new Uint8Array(2 * MiB - 1);
  const full = Array.from({ length: 8 }, () => announced(app, 2 * MiB, half));
  const large = program(`print ${"x".repeat(MiB)}`);
  const status = async () => (await app.post(large, { headers: { "Content-Length": String(MiB + 100) } })).status;
  expect(await status()).toBe(429);
  for (const { stop } of full) stop();
  await Promise.all(full.map(({ answer }) => answer));
  expect(await status()).toBe(200);
});

test("[bad-input.http] a length past the most is refused before anything comes", async () => {
  await using app = await App.open({ maxBodyBytes: 2 * MiB });
  const { answer } = announced(app, 2 * MiB + 1);
  expect([(await answer).status, (await errorOf(await answer)).code]).toEqual([413, "payload_too_large"]);
});
