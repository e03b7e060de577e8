import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asOrdinaryUser, asRoot } from "../hosts/modes.ts";
import { refusesNames, testInstalling } from "./installing.ts";
import { samples } from "./samples.ts";

const MINUTES = { timeout: 400_000 };

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
    const failing = async (packages: string[], language = "python") =>
      host.execute({ language, code: "1", packages }).catch((error: unknown) => error);
    const unknown = await failing(["nobody-has-a-package-of-this-name-0"]);
    expect(unknown).toMatchObject({ code: "packages_failed" });
    expect(String(unknown)).toContain("No matching distribution found");
    const conflict = await failing(["requests==2.32.0", "urllib3==2.5.0", "urllib3==1.26.0"]);
    expect(String(conflict)).toContain("urllib3==2.5.0");
    const missing = await failing(["nobody-has-a-package-of-this-name-0"], "javascript");
    expect(String(missing)).toMatch(/404|Not Found|not found/);
  },
);

test("[packages.errors] a registry that is down is an error that names it, soon", MINUTES, async () => {
  const env = { PIP_INDEX_URL: "http://127.0.0.1:9/simple/" };
  await using offline = await startHost({ mode: asRoot, env });
  const error = await offline
    .execute({ language: "python", code: "1", packages: ["humanize"] })
    .catch((reason: unknown) => reason);
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
    "git+ssh://example.com/x",
    "a; rm -rf /",
    "a'b",
  ],
  () => host,
);

test(
  "[packages.installed] an ordinary user can install too, and a source package is built without a network",
  MINUTES,
  async () => {
    await using ordinary = await startHost({ mode: asOrdinaryUser });
    const code = "import docopt; print(docopt.__version__)";
    const { stdout, stderr } = await ordinary.execute({ language: "python", code, packages: ["docopt==0.6.2"] });
    expect(stdout, stderr).toBe("0.6.2\n");
  },
);
