import { expect, test, vi } from "vitest";
import { MOST_WAITING_BYTES, ProgramControls, type ProgramInput } from "./programControls.ts";

function input() {
  const said: string[] = [];
  const room: (() => void)[] = [];
  const program: ProgramInput = {
    write: (data) => {
      said.push(Buffer.from(data).toString());
      return new Promise((resolve) => room.push(resolve));
    },
    end: () => void said.push("(end)"),
    signal: (name) => void said.push(`(${name})`),
  };
  return { said, room, program };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("what is said before the program has started reaches it in order", async () => {
  const { said, room, program } = input();
  const controls = new ProgramControls();
  const writes = [controls.write("a"), controls.write("b"), controls.end()];
  await settled();
  expect(said).toEqual([]);
  controls.attach(program);
  await settled();
  expect(said).toEqual(["a"]); // b waits for room
  room.shift()?.();
  await settled();
  room.shift()?.();
  await Promise.all(writes);
  expect([said, controls.waitingBytes]).toEqual([["a", "b", "(end)"], 0]);
});

test("a signal overtakes what waits to be read", async () => {
  const { said, program } = input();
  const controls = new ProgramControls();
  controls.attach(program);
  void controls.write("a");
  void controls.write("b");
  await settled();
  await controls.signal("SIGINT");
  expect(said).toEqual(["a", "(SIGINT)"]);
});

test.each(["sigint", "SIGNOTHING", "2", "", "__proto__"])("%j is no signal", async (name) => {
  const { said, program } = input();
  const controls = new ProgramControls();
  controls.attach(program);
  await expect(controls.signal(name)).rejects.toMatchObject({ code: "invalid_request", field: "signal" });
  expect(said).toEqual([]);
});

test("more than may wait is refused, and what waits stays", async () => {
  const controls = new ProgramControls();
  const first = controls.write(new Uint8Array(MOST_WAITING_BYTES));
  await expect(controls.write("x")).rejects.toMatchObject({ code: "too_busy" });
  const signals = Array.from({ length: 64 }, () => controls.signal("SIGINT"));
  await expect(controls.signal("SIGINT")).rejects.toMatchObject({ code: "too_busy" });
  controls[Symbol.dispose]();
  await Promise.all([first, ...signals]);
});

test("what comes after the program's end is dropped, and nobody waits for it", async () => {
  const { said, program } = input();
  const controls = new ProgramControls();
  const early = controls.write("early");
  controls[Symbol.dispose]();
  controls.attach(program);
  await Promise.all([early, controls.write("late"), controls.end(), controls.signal("SIGTERM")]);
  expect(said).toEqual([]);
});

test("a program that cannot be written to says so to each who writes, and to nobody else", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  const controls = new ProgramControls();
  controls.attach({ ...input().program, write: () => Promise.reject(new Error("no")) });
  await expect(controls.write("a")).rejects.toThrow("no");
  await expect(controls.write("b")).rejects.toThrow("no");
  await controls.end();
  await settled();
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
