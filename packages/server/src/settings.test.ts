import { Options } from "glovebox";
import { expect, test } from "vitest";
import { gloveboxOptions, readServerSettings, ServerSettings } from "./settings.ts";

test("every setting has a default or is optional, and a description", () => {
  expect(readServerSettings()).toMatchObject({
    host: "127.0.0.1",
    port: 4747,
    insecureNoAuth: false,
    allowedHosts: [],
    allowedOrigins: [],
    maxBodyBytes: 100 * 1024 ** 2,
    queue: 512,
    keepExecutions: 100_000,
    artifactBytes: 10 * 1024 ** 3,
    filesBytes: 10 * 1024 ** 3,
    maxFileBytes: 1024 ** 3,
    drainMs: 30_000,
    requestTimeoutMs: 30_000,
  });
  for (const [name, schema] of Object.entries(ServerSettings.shape)) expect(schema.description, name).toMatch(/\S/);
});

test("settings are frozen, and a Glovebox gets its own among them, with the values of the server", () => {
  const settings = readServerSettings({ artifactBytes: 5, concurrency: 7, port: 1, limits: { processes: 3 } });
  expect(Object.isFrozen(settings)).toBe(true);
  const options = gloveboxOptions(settings);
  expect(options).toMatchObject({ artifactBytes: 5, concurrency: 7, limits: { processes: 3 } });
  expect(Object.keys(options).filter((name) => !(name in Options.shape))).toEqual([]);
});

test.each<[object, string, RegExp]>([
  [{ port: 65_536 }, "port", /from 0 to 65535/],
  [{ port: 1.5 }, "port", /whole number/],
  [{ port: "80" }, "port", /whole number/],
  [{ host: "http://localhost" }, "host", /without scheme or port/],
  [{ host: "" }, "host", /name or an address/],
  [{ insecureNoAuth: "yes" }, "insecureNoAuth", /true or false/],
  [{ allowedOrigins: "https://a.example" }, "allowedOrigins", /list/],
  [{ maxBodyBytes: 0 }, "maxBodyBytes", /whole number of bytes/],
  [{ queue: -1 }, "queue", /from 0/],
  [{ limits: { timeoutMs: 0 } }, "limits.timeoutMs", /milliseconds/],
  [{ ports: 1 }, "ports", /unknown field/],
])("%j is refused with the name of the setting", (settings, field, message) => {
  const read = () => readServerSettings(settings as never);
  expect(read).toThrow(expect.objectContaining({ code: "invalid_request", field }));
  expect(read).toThrow(message);
});
