import { GloveboxError } from "@glovebox/protocol";
import { expect, test, vi } from "vitest";
import { Pool, type Poolable } from "./pool.ts";

type Fake = Poolable & { dead: boolean; disposed: boolean };

/** As much of a sandbox as a pool has to do with. */
function fakeSandbox(): Fake {
  const fake = {
    dead: false,
    disposed: false,
    get usable(): boolean {
      return !fake.dead;
    },
    [Symbol.asyncDispose]: async () => {
      fake.disposed = true;
    },
  };
  return fake as unknown as Fake;
}

/** Builds that the test ends one by one. */
class Workshop {
  readonly made: Fake[] = [];
  readonly begun: PromiseWithResolvers<Poolable>[] = [];

  build = (): Promise<Poolable> => {
    const build = Promise.withResolvers<Poolable>();
    this.begun.push(build);
    return build.promise;
  };

  async finish(index: number): Promise<Fake> {
    const fake = fakeSandbox();
    this.made.push(fake);
    this.begun[index]?.resolve(fake);
    await settle();
    return fake;
  }

  async fail(index: number, error = new Error(`build ${index} failed`)): Promise<void> {
    this.begun[index]?.reject(error);
    await settle();
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("a pool builds as many as it shall hold, and gives each away once", async () => {
  const shop = new Workshop();
  await using pool = new Pool(2, shop.build);
  pool.fill();
  expect(shop.begun).toHaveLength(2);
  const [a, b] = [await shop.finish(0), await shop.finish(1)];
  expect(await pool.take()).toBe(a);
  expect(await pool.take()).toBe(b);
  await vi.waitFor(() => expect(shop.begun).toHaveLength(4));
});

test("who waits gets the next that is finished, in order of arrival", async () => {
  const shop = new Workshop();
  await using pool = new Pool(0, shop.build);
  const [first, second] = [pool.take(), pool.take()];
  expect(shop.begun).toHaveLength(2);
  const b = await shop.finish(1);
  expect(await first).toBe(b);
  const a = await shop.finish(0);
  expect(await second).toBe(a);
});

test("one that died while it waited is not given", async () => {
  const shop = new Workshop();
  await using pool = new Pool(2, shop.build);
  pool.fill();
  const [a, b] = [await shop.finish(0), await shop.finish(1)];
  a.dead = true;
  expect(await pool.take()).toBe(b);
});

test("for many who wait only a few are built at once", async () => {
  const shop = new Workshop();
  await using pool = new Pool(3, shop.build);
  const taken = Array.from({ length: 100 }, () => pool.take());
  expect(shop.begun.length).toBeLessThanOrEqual(8);
  for (let index = 0; index < 100; index++) await shop.finish(index);
  expect(new Set(await Promise.all(taken)).size).toBe(100);
});

test("a build that fails is tried again, but not for ever", async () => {
  const shop = new Workshop();
  await using pool = new Pool(0, shop.build);
  const lucky = pool.take();
  await shop.fail(0);
  await shop.fail(1);
  const a = await shop.finish(2);
  expect(await lucky).toBe(a);

  const unlucky = pool.take();
  const rejected = expect(unlucky).rejects.toThrow(/build \d+ failed/);
  for (let index = 3; index < 35; index++) await shop.fail(index);
  await rejected;
});

test("a wall that cannot stand is not tried again", async () => {
  const shop = new Workshop();
  await using pool = new Pool(0, shop.build);
  const rejected = expect(pool.take()).rejects.toThrow("no wall");
  shop.begun[0]?.reject(new GloveboxError("engine_unavailable", "no wall"));
  await rejected;
  expect(shop.begun.length).toBe(1);
});

test("who stops waiting gets the signal's reason, and the sandbox goes to the next", async () => {
  const shop = new Workshop();
  await using pool = new Pool(0, shop.build);
  const controller = new AbortController();
  const first = pool.take(controller.signal);
  const second = pool.take();
  controller.abort(new Error("gone"));
  await expect(first).rejects.toThrow("gone");
  const a = await shop.finish(0);
  expect(await second).toBe(a);
  await expect(pool.take(AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
});

test("closing disposes what is armed and what is still being built, and refuses who waits", async () => {
  const shop = new Workshop();
  const pool = new Pool(1, shop.build);
  pool.fill();
  const armed = await shop.finish(0);
  await pool.take();
  const waiting = pool.take();
  const refused = expect(waiting).rejects.toMatchObject({ code: "closed" });
  await pool[Symbol.asyncDispose]();
  await refused;
  const late = await shop.finish(1);
  expect(late.disposed).toBe(true);
  expect(armed.disposed).toBe(false); // it was given away: its user disposes it
  await expect(pool.take()).rejects.toMatchObject({ code: "closed" });
});
