import { expect, test } from "vitest";
import { Room } from "./room.ts";

const settings = { most: "things", mostPerPrincipal: "thingsPerPrincipal" };
const room = () => new Room({ what: "things", most: 5, mostPerPrincipal: 2, settings });
const of = (...principals: string[]) => principals.map((principal) => ({ principal }));

test("[sessions.room] one principal cannot have all, and all together no more than there may be", () => {
  expect(() => room().reserve("alice", of("alice", "alice"))).toThrow(
    expect.objectContaining({
      code: "too_busy",
      message: "2 things of yours are there",
      advice: "end some, or raise the setting thingsPerPrincipal",
    }),
  );
  room().reserve("bob", of("alice", "alice"));
  expect(() => room().reserve("bob", of("alice", "alice", "carol", "carol", "dave"))).toThrow(
    expect.objectContaining({ message: "5 things are there", advice: "end some, or raise the setting things" }),
  );
});

test("[sessions.room] who does not tell principals apart may have all", () => {
  room().reserve("local", of("local", "local", "local", "local"));
  expect(() => room().reserve("local", of(...Array(5).fill("local")))).toThrow("5 things are there");
});

test("[sessions.room] what is being made counts until it is there or given up", () => {
  const one = room();
  const first = one.reserve("alice", [], 2);
  expect(() => one.reserve("alice", [])).toThrow("2 things of yours are there");
  first[Symbol.dispose]();
  one.reserve("alice", []);
  expect(() => one.reserve("bob", [], 5)).toThrow("5 things are there");
});
