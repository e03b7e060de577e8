import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fields, Settings } from "./settings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Call = { flags?: Record<string, unknown>; variables?: Record<string, string>; file?: unknown };

function read({ flags = {}, variables = {}, file }: Call): Settings {
  return Settings.read({
    flags: { ...flags, ...(file === undefined ? {} : { config: put(file) }) },
    variables,
    takeFolderFile: false,
  });
}

function put(content: unknown): string {
  const path = join(folder, "settings.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

function originOf(settings: Settings, name: string) {
  const { value, source } = settings.origins.find(({ field }) => field.name === name) ?? {};
  return { value, source };
}

test("each setting has a flag, a variable, a place in the file and a description, and no two share one", () => {
  for (const key of ["name", "flag", "variable"] as const) {
    expect(new Set(fields.map((field) => field[key])).size).toBe(fields.length);
  }
  for (const { name, description } of fields) expect(description, name).toMatch(/\S{2,}/);
  expect(fields.find(({ name }) => name === "limits.timeoutMs")).toMatchObject({
    flag: "--limits-timeout-ms",
    variable: "GLOVEBOX_LIMITS_TIMEOUT_MS",
    fallback: 30_000,
  });
});

test("a flag wins over a variable, a variable over the file, the file over the default", () => {
  const file = { port: 1, queue: 1, drainMs: 1 };
  const variables = { GLOVEBOX_PORT: "2", GLOVEBOX_QUEUE: "2" };
  const settings = read({ file, variables, flags: { port: "3" } });
  expect(originOf(settings, "port")).toEqual({ value: 3, source: "--port" });
  expect(originOf(settings, "queue")).toEqual({ value: 2, source: "GLOVEBOX_QUEUE" });
  expect(originOf(settings, "drainMs")).toEqual({ value: 1, source: join(folder, "settings.json") });
  expect(originOf(settings, "host")).toEqual({ value: "127.0.0.1", source: "default" });
  expect(settings.server).toMatchObject({ port: 3, queue: 2, drainMs: 1, host: "127.0.0.1" });
});

test("limits from three sources come together", () => {
  const settings = read({
    file: { limits: { processes: 7 } },
    variables: { GLOVEBOX_LIMITS_MEMORY_BYTES: "1g" },
    flags: { limitsTimeoutMs: "500" },
  });
  expect(settings.given.limits).toEqual({ processes: 7, memoryBytes: 1024 ** 3, timeoutMs: 500 });
});

test("numbers, sizes, true and false, and lists are read from text", () => {
  const { server } = read({
    variables: {
      GLOVEBOX_MAX_BODY_BYTES: "1.5m",
      GLOVEBOX_CGROUPS: "false",
      GLOVEBOX_ALLOWED_HOSTS: "a.example, b.example,",
    },
    flags: { insecureNoAuth: true, artifactBytes: "2048" },
  });
  expect(server).toMatchObject({
    maxBodyBytes: 1.5 * 1024 ** 2,
    cgroups: false,
    allowedHosts: ["a.example", "b.example"],
    insecureNoAuth: true,
    artifactBytes: 2048,
  });
});

test("sizes may be texts in the file, and a folder in it is meant from where the file is", () => {
  const { server } = read({ file: { maxBodyBytes: "2m", dataDir: "data" } });
  expect(server).toMatchObject({ maxBodyBytes: 2 * 1024 ** 2, dataDir: join(folder, "data") });
});

test("what nobody gave is not among what was given, so that whoever asks keeps its own default", () => {
  expect(read({}).given).toEqual({});
  expect(read({ variables: { GLOVEBOX_ARMED: "0", GLOVEBOX_PORT: "1" } }).given).toEqual({ armed: 0 });
});

test("an empty variable counts as not set", () => {
  expect(originOf(read({ variables: { GLOVEBOX_PORT: "", GLOVEBOX_CONFIG: "" } }), "port").source).toBe("default");
});

test("a variable names the file where no flag does", () => {
  const settings = read({ variables: { GLOVEBOX_CONFIG: put({ port: 9 }) } });
  expect(originOf(settings, "port").value).toBe(9);
});

test("[piston.settings] a Piston server's variables are read, and ours win over them", () => {
  const settings = read({
    variables: {
      PISTON_BIND_ADDRESS: "[::1]:2000",
      PISTON_OUTPUT_MAX_SIZE: "2048",
      PISTON_RUN_TIMEOUT: "5000",
      PISTON_RUN_MEMORY_LIMIT: "-1",
      PISTON_COMPILE_MEMORY_LIMIT: "512m",
      PISTON_MAX_CONCURRENT_JOBS: "7",
      PISTON_DISABLE_NETWORKING: "true",
      PISTON_LIMIT_OVERRIDES: '{"java": {"run_timeout": 9000}}',
      PISTON_LOG_LEVEL: "INFO",
      GLOVEBOX_PISTON_RUN_TIMEOUT: "6000",
      PISTON_MAX_FILE_SIZE: "",
    },
  });
  expect(settings.server).toMatchObject({ host: "::1", port: 2000, concurrency: 7 });
  expect(settings.server.piston).toMatchObject({
    outputMaxSize: 2048,
    runTimeout: 6000,
    runMemoryLimit: -1,
    compileMemoryLimit: 512 * 1024 ** 2,
    disableNetworking: true,
    limitOverrides: { java: { run_timeout: 9000 } },
    maxFileSize: 10_000_000,
  });
  expect(originOf(settings, "host").source).toBe("PISTON_BIND_ADDRESS");
  expect(originOf(settings, "concurrency")).toEqual({ value: 7, source: "PISTON_MAX_CONCURRENT_JOBS" });
  expect(originOf(settings, "piston.runTimeout")).toEqual({ value: 6000, source: "GLOVEBOX_PISTON_RUN_TIMEOUT" });
  expect(originOf(settings, "piston.maxFileSize").source).toBe("default");
});

test("[piston.settings] they have a place in the file and a flag as well", () => {
  const settings = read({
    file: { piston: { runTimeout: 4000, outputMaxSize: "1m", limitOverrides: { go: { run_timeout: 1 } } } },
    flags: { pistonCompileTimeout: "20000" },
  });
  expect(settings.server.piston).toMatchObject({
    runTimeout: 4000,
    outputMaxSize: 1024 ** 2,
    compileTimeout: 20_000,
    limitOverrides: { go: { run_timeout: 1 } },
  });
});

test("[piston.settings] every variable of Piston's that has a meaning here is known, with Piston's default but for one", () => {
  const known = fields.flatMap(({ otherVariable, fallback }) => (otherVariable ? [[otherVariable, fallback]] : []));
  expect(Object.fromEntries(known)).toMatchObject({
    PISTON_OUTPUT_MAX_SIZE: 1024 ** 2,
    PISTON_MAX_PROCESS_COUNT: 64,
    PISTON_MAX_OPEN_FILES: 2048,
    PISTON_MAX_FILE_SIZE: 10_000_000,
    PISTON_COMPILE_TIMEOUT: 10_000,
    PISTON_RUN_TIMEOUT: 3_000,
    PISTON_COMPILE_CPU_TIME: 10_000,
    PISTON_RUN_CPU_TIME: 3_000,
    PISTON_COMPILE_MEMORY_LIMIT: -1,
    PISTON_RUN_MEMORY_LIMIT: -1,
    PISTON_MAX_CONCURRENT_JOBS: 64,
    PISTON_LIMIT_OVERRIDES: {},
    PISTON_DISABLE_NETWORKING: true,
  });
});

test("settings cannot be changed once they are read", () => {
  const { server, given } = read({});
  expect([Object.isFrozen(server), Object.isFrozen(given)]).toEqual([true, true]);
});

test.each<[string, Call, RegExp]>([
  ["a number out of bounds", { variables: { GLOVEBOX_PORT: "70000" } }, /^GLOVEBOX_PORT: must be .* from 0 to 65535$/],
  ["a text for a number", { flags: { port: "http" } }, /^--port: must be a whole number/],
  ["a broken size", { flags: { maxBodyBytes: "12x" } }, /^--max-body-bytes "12x": give bytes/],
  ["neither true nor false", { variables: { GLOVEBOX_CGROUPS: "no" } }, /^GLOVEBOX_CGROUPS "no": give true or false/],
  ["a wrong limit", { variables: { GLOVEBOX_LIMITS_TIMEOUT_MS: "0" } }, /^GLOVEBOX_LIMITS_TIMEOUT_MS: must be/],
  ["a wrong element of a list", { flags: { allowedHosts: "a b" } }, /^--allowed-hosts: must be a host name/],
  ["a wrong value in the file", { file: { queue: "many" } }, /settings\.json: queue: must be a whole number/],
  ["a wrong limit in the file", { file: { limits: { processes: null } } }, /settings\.json: limits\.processes: must/],
  ["limits that are no object", { file: { limits: 3 } }, /settings\.json: limits: must be an object/],
  ["a limit of 0 for Piston", { variables: { PISTON_RUN_TIMEOUT: "0" } }, /^PISTON_RUN_TIMEOUT: must be .* from 1 to/],
  [
    "an address without a port",
    { variables: { PISTON_BIND_ADDRESS: "::" } },
    /^PISTON_BIND_ADDRESS "::": give address/,
  ],
  [
    "a port out of bounds",
    { variables: { PISTON_BIND_ADDRESS: "a:70000" } },
    /^PISTON_BIND_ADDRESS: must be .* 65535$/,
  ],
  [
    "a network for programs",
    { variables: { PISTON_DISABLE_NETWORKING: "false" } },
    /^PISTON_DISABLE_NETWORKING: must be true/,
  ],
  [
    "overrides that are no JSON",
    { variables: { PISTON_LIMIT_OVERRIDES: "{" } },
    /^PISTON_LIMIT_OVERRIDES: is not JSON: /,
  ],
  [
    "an unknown limit among the overrides",
    { variables: { PISTON_LIMIT_OVERRIDES: '{"java":{"time":1}}' } },
    /^PISTON_LIMIT_OVERRIDES: java: has an unknown limit; known: output_max_size, /,
  ],
  [
    "a limit of 0 among the overrides",
    { variables: { PISTON_LIMIT_OVERRIDES: '{"java":{"run_timeout":0}}' } },
    /^PISTON_LIMIT_OVERRIDES: java\.run_timeout: must be a whole number of milliseconds/,
  ],
  ["a file that is no JSON", { file: "{port: 1}" }, /settings\.json: is not JSON: /],
  ["a file that holds a list", { file: [] }, /settings\.json: must hold one JSON object/],
  ["a file that is not there", { flags: { config: "/nowhere.json" } }, /^\/nowhere\.json: there is no such file$/],
  ["a file that is a folder", { flags: { config: tmpdir() } }, /: is a folder$/],
  ["a file without a name", { flags: { config: "" } }, /^--config: there is no such file$/],
])("%s is refused with the name of the setting and its source", (_, call, message) => {
  expect(() => read(call)).toThrow(expect.objectContaining({ code: "invalid_request" }));
  expect(() => read(call)).toThrow(message);
});

test.each<[string, Call, string, string]>([
  ["variable", { variables: { GLOVEBOX_PROT: "1" } }, "GLOVEBOX_PROT", "did you mean GLOVEBOX_PORT?"],
  ["key of the file", { file: { keepExecution: 1 } }, "keepExecution", "did you mean keepExecutions?"],
  ["limit of the file", { file: { limits: { timeout: 1 } } }, "limits.timeout", "did you mean limits.timeoutMs?"],
  ["key that reaches for the prototype", { file: '{"__proto__": {"port": 1}}' }, "__proto__", "glovebox config lists"],
])("an unknown %s is refused, and the nearest name suggested", (_, call, name, advice) => {
  expect(() => read(call)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(JSON.stringify(name)),
      advice: expect.stringContaining(advice),
    }),
  );
});
