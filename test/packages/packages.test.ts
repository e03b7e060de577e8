import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asOrdinaryUser, asRoot } from "../hosts/modes.ts";
import { failing, MINUTES, refusesNames, testInstalling } from "./installing.ts";
import { samples } from "./samples.ts";

let host: Host;
beforeAll(async () => {
  host = await startHost({ mode: asRoot });
});
afterAll(() => host[Symbol.asyncDispose]());

testInstalling(samples, () => host);

test("[packages.no-network] a program with packages has neither the registry nor another network", async () => {
  const code = `
import os, socket, humanize
print(os.listdir("/opt/registries"))
for address in (("127.0.0.1", 4873), ("1.1.1.1", 53)):
    try:
        socket.create_connection(address, timeout=2)
        print("connected")
    except OSError as error:
        print(type(error).__name__)
`;
  const { stdout } = await host.execute({ language: "python", code, packages: ["humanize==4.9.0"] });
  expect(stdout).toBe("[]\nConnectionRefusedError\nOSError\n");
});

test(
  "[packages.errors] a package that does not exist, and one that conflicts, are told by the installer's own lines",
  MINUTES,
  async () => {
    const asking = (packages: string[], language = "python") => failing(host, { language, code: "1", packages });
    const unknown = await asking(["nobody-has-a-package-of-this-name-0"]);
    expect(unknown).toMatchObject({ code: "packages_failed" });
    expect(String(unknown)).toContain("No matching distribution found");
    const conflict = await asking(["requests==2.32.0", "urllib3==2.5.0", "urllib3==1.26.0"]);
    expect(String(conflict)).toContain("urllib3==2.5.0");
    const missing = await asking(["nobody-has-a-package-of-this-name-0"], "javascript");
    expect(String(missing)).toMatch(/404|Not Found|not found/);
  },
);

test("[packages.errors] a registry that is down is an error that names it, soon", MINUTES, async () => {
  const env = { PIP_INDEX_URL: "http://127.0.0.1:9/simple/" };
  await using offline = await startHost({ mode: asRoot, env });
  const error = await failing(offline, { language: "python", code: "1", packages: ["humanize"] });
  expect(error).toMatchObject({ code: "packages_failed" });
  expect(String(error)).toContain("127.0.0.1");
});

refusesNames(
  "python",
  [
    "--index-url=http://example.com",
    "-r requirements.txt",
    "../package",
    "/etc/passwd",
    "package @ https://example.com/x.whl",
    "git+https://example.com/x",
    "a b",
    "a\n--pre",
  ],
  () => host,
);

refusesNames(
  "javascript",
  [
    "--registry=http://example.com",
    "file:../x",
    "../x",
    "a@file:/etc",
    "a@npm:b",
    "--no-ignore-scripts",
    "-g",
    "git+ssh://example.com/x",
    "a; rm -rf /",
    "a'b",
  ],
  () => host,
);

test("[packages.locks] package-lock.json decides", MINUTES, async () => {
  const dependencies = { ms: "^2.0.0" };
  const ms = {
    version: "2.0.0",
    resolved: "https://registry.npmjs.org/ms/-/ms-2.0.0.tgz",
    integrity: "sha512-Tpp60P6IUJDTuOq/5Z8cdskzJujfwqfOTkrwIwj7IRISpnkJnT6SyJ4PCPnGMoFjC9ddhal5KVIYtAt97ix05A==",
  };
  const lock = {
    name: "x",
    version: "1.0.0",
    lockfileVersion: 3,
    packages: { "": { dependencies }, "node_modules/ms": ms },
  };
  const { stdout, stderr } = await host.execute({
    language: "javascript",
    code: "console.log(require('ms')('1s'), require('ms/package.json').version);",
    files: { "package.json": JSON.stringify({ dependencies }), "package-lock.json": JSON.stringify(lock) },
  });
  expect(stdout, stderr).toBe("1000 2.0.0\n");
});

test("[packages.installed] extras, markers, and a package in C that is built from source", MINUTES, async () => {
  const { stdout, stderr } = await host.execute({
    language: "python",
    code: "import requests, socks, crcmod._crcfunext; print('imported')",
    packages: ["requests[socks]==2.32.3", "crcmod==1.7", "nobody-has-this-package; python_version < '3'"],
  });
  expect(stdout, stderr).toBe("imported\n");
});

test("[packages.errors] a package that does not build shows what its build said", MINUTES, async () => {
  // It looks for the headers of a database, and for settings in variables.
  const error = await failing(host, { language: "python", code: "1", packages: ["mysqlclient==2.2.4"] });
  expect(error).toMatchObject({ code: "packages_failed" });
  expect(String(error)).toContain("building from source failed");
  expect(String(error)).toContain("MYSQLCLIENT_CFLAGS");
});

test("[packages.limits] an installation that is too large or takes too long names the limit", MINUTES, async () => {
  await using small = await startHost({ mode: asRoot, options: { packageBytes: 1024 ** 2 } });
  for (const [language, wish] of [
    ["python", "scipy"],
    ["javascript", "typescript"],
  ] as const) {
    const error = await failing(small, { language, code: "1", packages: [wish] });
    expect(String(error)).toContain("it would download more than 1048576 bytes");
  }
  await using hasty = await startHost({ mode: asRoot, options: { packageTimeoutMs: 1_000 } });
  const error = await failing(hasty, { language: "python", code: "1", packages: ["scipy"] });
  expect(String(error)).toContain("it took longer than 1000 ms");
});

test(
  "[packages.installed] an ordinary user can install too, and a source package is built without a network",
  MINUTES,
  async () => {
    await using ordinary = await startHost({ mode: asOrdinaryUser });
    const code = "import docopt; print(docopt.__version__)";
    const { stdout, stderr } = await ordinary.execute({ language: "python", code, packages: ["docopt==0.6.2"] });
    expect(stdout, stderr).toBe("0.6.2\n");
    const session = await ordinary.openSession({ engine: "native", environment: "base" });
    const cell = await ordinary.cell(session, { code: `%pip install -q docopt==0.6.2\n${code}` });
    expect(cell.stdout, cell.outcome.error?.message).toBe("0.6.2\n");
  },
);
