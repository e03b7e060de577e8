import { describe, expect, test, vi } from "vitest";
import { Admission } from "../../packages/server/src/admission/admission.ts";
import { Pace } from "../../packages/server/src/admission/pace.ts";
import { App, errorOf, listed, program } from "./served.ts";

const never = new AbortController().signal;

/** Lets everything that is settled be heard of. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** An admission of one place, which is taken; `enter` notes who gets in, and `next` lets the next one in. */
async function oneTaken(queue: number) {
  const admission = new Admission({ places: 1, queue });
  let holder = await admission.enter("first", never);
  const entered: string[] = [];
  const refused: string[] = [];
  const enter = (principal: string, name: string, signal = never) =>
    admission.enter(principal, signal).then(
      (place) => {
        entered.push(name);
        holder = place;
      },
      () => void refused.push(name),
    );
  const next = async () => {
    holder[Symbol.dispose]();
    await turn();
  };
  return { entered, refused, enter, next };
}

describe("who runs next", () => {
  test("[server.fairness] principals take turns, and each one's executions keep their order", async () => {
    const { entered, enter, next } = await oneTaken(100);
    for (const name of ["a1", "a2", "a3", "a4"]) void enter("a", name);
    for (const name of ["b1", "b2"]) void enter("b", name);
    void enter("c", "c1");
    for (let count = 0; count < 7; count++) await next();
    expect(entered).toEqual(["a1", "b1", "c1", "a2", "b2", "a3", "a4"]);
  });

  test("[server.fairness] whoever fills the queue loses its newest places to those that hold less", async () => {
    const { entered, refused, enter, next } = await oneTaken(4);
    for (const name of ["a1", "a2", "a3", "a4"]) void enter("a", name);
    void enter("a", "a5");
    await turn();
    expect(refused).toEqual(["a5"]);
    void enter("b", "b1");
    void enter("b", "b2");
    await turn();
    expect(refused).toEqual(["a5", "a4", "a3"]);
    void enter("b", "b3"); // half of the queue is b's now
    void enter("c", "c1"); // and nobody holds more than half
    await turn();
    expect(refused).toEqual(["a5", "a4", "a3", "b3", "c1"]);
    for (let count = 0; count < 4; count++) await next();
    expect(entered).toEqual(["a1", "b1", "a2", "b2"]);
  });

  test("[server.fairness] who stops waiting leaves no gap, and a place that is left twice is one place", async () => {
    const { entered, refused, enter, next } = await oneTaken(2);
    const gone = new AbortController();
    void enter("a", "a1", gone.signal);
    void enter("a", "a2");
    gone.abort();
    await turn();
    void enter("a", "a3"); // fits only into the place that a1 had in the queue
    void enter("a", "a4");
    await turn();
    expect(refused).toEqual(["a1", "a4"]);
    await next();
    await next();
    expect(entered).toEqual(["a2", "a3"]);
    await next();
    await next();
    void enter("a", "a5");
    void enter("a", "a6");
    await turn();
    expect(entered).toEqual(["a2", "a3", "a5"]);
  });
});

test("[server.too-busy] the time to wait comes from how fast places became free of late", () => {
  let now = 0;
  const pace = new Pace(() => now);
  expect(pace.secondsFor(1_000)).toBe(1);
  for (let count = 0; count < 200; count++) {
    now += 500;
    pace.left();
  }
  expect([pace.secondsFor(0), pace.secondsFor(10), pace.secondsFor(1_000)]).toEqual([1, 5, 60]);
});

describe("over HTTP", () => {
  test("[server.too-busy] past the queue the answer is 429 with Retry-After, and leaves no record", async () => {
    await using app = await App.open({ concurrency: 1, queue: 1 });
    const stop = new AbortController();
    const sleeper = { signal: stop.signal };
    const accepted = [app.post(program("sleep 60000"), sleeper), app.post(program("sleep 60000"), sleeper)];
    for (const headers of [{}, { Accept: "text/event-stream" }]) {
      const answer = await app.post(program("print 1"), { headers });
      expect([answer.status, (await errorOf(answer)).code]).toEqual([429, "too_busy"]);
      expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThanOrEqual(1);
    }
    const executions = await listed(await app.call("/v1/executions"));
    expect(executions).toHaveLength(2);
    expect((await app.call("/healthz")).status).toBe(200);
    stop.abort();
    await Promise.all(accepted);
  });

  test("[server.too-busy] who is pushed out of the queue hears of it in the stream, and the log stays silent", async () => {
    await using app = await App.open({ concurrency: 1, queue: 1 });
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    using _restored = { [Symbol.dispose]: () => void written.mockRestore() };
    const stop = new AbortController();
    const running = app.post(program("sleep 60000"), { signal: stop.signal });
    const answer = await app.post(program("print 1"), { headers: { Accept: "application/x-ndjson" } }); // waits
    const other = app.post(program("print 2"), { headers: { "X-Client-Id": "other" } }); // has more right to the place
    const last = JSON.parse((await answer.text()).trimEnd().split("\n").at(-1) ?? "");
    expect(last).toMatchObject({ type: "ended", outcome: { status: "crashed", error: { name: "too_busy" } } });
    expect(written).not.toHaveBeenCalled();
    stop.abort();
    await Promise.all([running, other]);
  });

  test("[server.fairness] a crowd of one client does not keep another one waiting", async () => {
    await using app = await App.open({ concurrency: 1, queue: 100 });
    const order: string[] = [];
    const as = (client: string) => ({ headers: { "X-Client-Id": client } });
    const crowd = Array.from({ length: 20 }, () => app.run("sleep 5", as("crowd")).then(() => order.push("crowd")));
    await turn();
    await app.run("print 1", as("single")).then(() => order.push("single"));
    await Promise.all(crowd);
    expect(order.indexOf("single")).toBeLessThanOrEqual(2);
    expect(order).toHaveLength(21);
  });
});
