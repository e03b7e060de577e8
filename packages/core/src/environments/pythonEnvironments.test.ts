import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { baseEnvironment, type Environment } from "./environment.ts";
import { PythonEnvironments } from "./pythonEnvironments.ts";
import type { EnvironmentStore } from "./store.ts";

const python = { executable: "/usr/bin/python3.11", version: "3.11.2" };
const data: Environment = { ...baseEnvironment(python), name: "data", directory: "/data" };

const find = vi.fn<EnvironmentStore["find"]>();
const install = vi.fn<EnvironmentStore["install"]>();
const store = { find, install } as Partial<EnvironmentStore> as EnvironmentStore;
let environments: PythonEnvironments;
beforeEach(() => {
  vi.useFakeTimers();
  environments = new PythonEnvironments(store, async () => python);
});
afterEach(() => {
  vi.useRealTimers();
  vi.resetAllMocks();
});

test("what is installed is looked up once", async () => {
  find.mockResolvedValue(data);
  expect(await environments.find("data", undefined)).toBe(data);
  expect(await environments.find("data", undefined)).toBe(data);
  expect(find).toHaveBeenCalledTimes(1);
});

test("what is not installed is looked for again a second later, when another process may have installed it", async () => {
  find.mockResolvedValueOnce(undefined).mockResolvedValueOnce(data);
  expect(await environments.find("data", undefined)).toBeUndefined();
  expect(await environments.find("data", undefined)).toBeUndefined();
  expect(find).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(await environments.find("data", undefined)).toBe(data);
});

test("what was installed here is found at once", async () => {
  find.mockResolvedValueOnce(undefined).mockResolvedValueOnce(data);
  install.mockResolvedValue(data);
  expect(await environments.find("data", undefined)).toBeUndefined();
  await environments.install("data", undefined);
  expect(await environments.find("data", undefined)).toBe(data);
});
