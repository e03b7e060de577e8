import { expect, test } from "vitest";
import type { Cgroup, Cgroups } from "./cgroups/cgroups.ts";
import { Counters } from "./cgroups/counters.ts";
import { Slots } from "./slots.ts";

type Fake = Cgroup & { empty: boolean; clean: boolean; removed: boolean };

function fakeCgroups(): { cgroups: Cgroups; made: Fake[] } {
  const made: Fake[] = [];
  const create = (name: string): Cgroup => {
    const fake: Fake = {
      entrance: name,
      empty: true,
      clean: true,
      removed: false,
      usage: undefined,
      prepare: () => undefined,
      limit: () => undefined,
      counters: new Counters({ peak: "", kills: "", refusals: "" }),
      isEmpty: () => fake.empty,
      isClean: () => fake.clean,
      remove: () => {
        fake.removed = true;
      },
    };
    made.push(fake);
    return fake;
  };
  return { cgroups: { version: "v2", folders: [], create, [Symbol.asyncDispose]: async () => undefined }, made };
}

test("no two sandboxes at once have a uid or a cgroup in common", () => {
  const { cgroups } = fakeCgroups();
  const slots = new Slots(cgroups, "w", 5);
  const held = Array.from({ length: 50 }, () => slots.acquire());
  const uids = held.flatMap(({ initUid, userUid }) => [initUid, userUid]);
  expect(new Set(uids).size).toBe(100);
  expect(Math.min(...uids)).toBeGreaterThan(999);
  expect(new Set(held.map(({ cgroup }) => cgroup?.entrance)).size).toBe(50);
});

test("a slot is used again after its sandbox is gone, with its cgroup if that is empty and clean", () => {
  const { cgroups, made } = fakeCgroups();
  const slots = new Slots(cgroups, "w", 5);
  const slot = slots.acquire();
  slots.release(slot);
  expect(slots.acquire()).toBe(slot);
  expect(made).toHaveLength(1);
});

test("a cgroup to which much is still charged is thrown away; the uids stay", () => {
  const { cgroups, made } = fakeCgroups();
  const slots = new Slots(cgroups, "w", 5);
  const slot = slots.acquire();
  if (made[0] !== undefined) made[0].clean = false;
  slots.release(slot);
  const next = slots.acquire();
  expect(next.userUid).toBe(slot.userUid);
  expect(next.cgroup).not.toBe(slot.cgroup);
  expect(made[0]?.removed).toBe(true);
});

test("a cgroup that still holds a dying process is removed once it is empty", () => {
  const { cgroups, made } = fakeCgroups();
  const slots = new Slots(cgroups, "w", 5);
  const [slot, other] = [slots.acquire(), slots.acquire()];
  if (made[0] !== undefined) made[0].empty = false;
  slots.release(slot);
  expect(made[0]?.removed).toBe(false);
  if (made[0] !== undefined) made[0].empty = true;
  slots.release(other);
  expect(made[0]?.removed).toBe(true);
});

test("without cgroups a slot has uids alone", () => {
  const slots = new Slots(undefined, "w", 5);
  const slot = slots.acquire();
  expect(slot.cgroup).toBeUndefined();
  slots.release(slot);
  expect(slots.acquire()).toBe(slot);
});
