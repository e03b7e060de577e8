import { expect, test } from "vitest";
import { Quota } from "./quota.ts";

const settings = { most: "things", mostPerPrincipal: "thingsPerPrincipal" };
const quota = () => new Quota({ what: "things", most: 5, mostPerPrincipal: 2, settings });
const of = (...principals: string[]) => principals.map((principal) => ({ principal }));

test("[sessions.quota] one principal cannot have all, and all together no more than there may be", () => {
  expect(() => quota().reserve("alice", of("alice", "alice"))).toThrow(
    expect.objectContaining({
      code: "too_busy",
      message: "2 things of yours are there",
      advice: "end some, or raise the setting thingsPerPrincipal",
    }),
  );
  quota().reserve("bob", of("alice", "alice"));
  expect(() => quota().reserve("bob", of("alice", "alice", "carol", "carol", "dave"))).toThrow(
    expect.objectContaining({ message: "5 things are there", advice: "end some, or raise the setting things" }),
  );
});

test("[sessions.quota] who does not tell principals apart may have all", () => {
  quota().reserve("local", of("local", "local", "local", "local"));
  expect(() => quota().reserve("local", of(...Array(5).fill("local")))).toThrow("5 things are there");
});

test("[sessions.quota] what is being made counts until it is there or given up", () => {
  const one = quota();
  const first = one.reserve("alice", [], 2);
  expect(() => one.reserve("alice", [])).toThrow("2 things of yours are there");
  first[Symbol.dispose]();
  one.reserve("alice", []);
  expect(() => one.reserve("bob", [], 5)).toThrow("5 things are there");
});
