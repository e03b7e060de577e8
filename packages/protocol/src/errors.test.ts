import { expect, test } from "vitest";
import { z } from "zod";
import { GloveboxError, invalidRequest } from "./errors.ts";

const Schema = z.strictObject({
  name: z.string("must be a string"),
  inner: z.strictObject({ amount: z.number("must be a number") }).optional(),
  table: z.record(z.string().regex(/^[a-z]+$/, "must be small letters"), z.number()).optional(),
});

function errorOf(value: unknown, prefix?: string): GloveboxError {
  const parsed = Schema.safeParse(value);
  if (parsed.success) throw new Error("expected it to be refused");
  return invalidRequest(parsed.error, prefix);
}

test("a wrong value names its field by its whole path", () => {
  const error = errorOf({ name: "x", inner: { amount: "5" } });
  expect(error).toMatchObject({ code: "invalid_request", field: "inner.amount", survives: "request" });
  expect(error.message).toBe("inner.amount: must be a number");
});

test("the field is the first wrong one, and the message tells of the others too", () => {
  const error = errorOf({ name: 5, inner: { amount: "5" } });
  expect(error.field).toBe("name");
  expect(error.message).toBe("name: must be a string; inner.amount: must be a number");
});

test("unknown fields are named, wherever they are", () => {
  expect(errorOf({ name: "x", nmae: 1, b: 2 })).toMatchObject({
    field: "nmae",
    message: 'unknown field "nmae", "b"',
  });
  expect(errorOf({ name: "x", inner: { amount: 1, more: 2 } }).field).toBe("inner.more");
});

test("a wrong key of a record says what is wrong with it", () => {
  expect(errorOf({ name: "x", table: { A1: 1 } })).toMatchObject({
    field: "table.A1",
    message: "table.A1: must be small letters",
  });
});

test("a prefix comes before every field", () => {
  expect(errorOf({ name: 5 }, "request").field).toBe("request.name");
});

test("what is no object at all is told without a field", () => {
  expect(errorOf(null)).toMatchObject({ field: undefined, message: "what was given must be an object" });
});

test("a request that is wrong in every line, or in one endless name, is answered with a short message", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
  const unknown = Object.fromEntries(names.map((name) => [name, 1]));
  expect(errorOf({ name: "x", ...unknown }).message).toBe('unknown field "n0", "n1", "n2", "n3", "n4", and 9995 more');
  expect(errorOf({ name: "x", ["y".repeat(1_000_000)]: 1 }).message.length).toBeLessThan(500);
  expect(errorOf({ name: "x", ["y".repeat(1_000_000)]: 1 }).field?.length).toBeLessThan(500);
  const table = Object.fromEntries(Array.from("abcdefg", (name) => [name, "wrong"]));
  expect(errorOf({ name: "x", table }).message).toMatch(/^table\.a: must be a number; .*; and 2 more$/);
});

test("an error keeps its cause and its advice", () => {
  const cause = new Error("below");
  const error = new GloveboxError("sandbox_failed", "above", { cause, advice: "do this", survives: "engine" });
  expect(error).toMatchObject({ name: "GloveboxError", cause, advice: "do this", survives: "engine" });
});
