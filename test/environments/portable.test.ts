import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits } from "@glovebox/protocol";
import { Glovebox } from "glovebox";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { PortableEngine } from "../../packages/core/src/engines/portable/portableEngine.ts";
import { wheelhouse } from "../../packages/core/src/engines/portable/wheelhouse.ts";
import { EnvironmentStore } from "../../packages/core/src/environments/store.ts";
import { run } from "../conformance/collect.ts";

const WHEEL = "tiny-1.0-py3-none-any.whl";
const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tiny/__init__.py", "answer = 42\\n")
    wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("tiny-1.0.dist-info/RECORD", "")
`;

// A place that has one wheel, as the folder of Pyodide's wheels has many.
let mirror: Server;
let wheel: Buffer;
const asked: string[] = [];
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "wheel-test-"));
  execFileSync("python3", ["-I", "-c", MAKE_WHEEL, join(folder, WHEEL)]);
  wheel = readFileSync(join(folder, WHEEL));
  rmSync(folder, { recursive: true });
  mirror = createServer((request, answer) => {
    asked.push(request.url ?? "");
    answer.writeHead(request.url === `/full/${WHEEL}` ? 200 : 404).end(wheel);
  }).listen(0, "127.0.0.1");
  await once(mirror, "listening");
});
afterAll(() => {
  mirror.close();
});

let folder: string;
let engine: PortableEngine;
beforeEach(() => {
  asked.length = 0;
  folder = mkdtempSync(join(tmpdir(), "gloveboxtest-data-"));
  engine = new PortableEngine({ dataDir: folder, armed: 0, limits: defaultLimits });
});
afterEach(async () => {
  await engine[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** A store whose only environment is the tiny wheel. */
function store(sha256: string): EnvironmentStore {
  const lock = join(folder, "tiny.json");
  const tiny = { name: "tiny", version: "1.0", file_name: WHEEL, install_dir: "site", sha256, package_type: "package" };
  const { python } = { python: engine.tools.pythonVersion };
  const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python, version: "1" };
  const packages = { tiny: { ...tiny, imports: ["tiny"], depends: [], unvendored_tests: false } };
  writeFileSync(lock, JSON.stringify({ info, packages }));
  const { port } = mirror.address() as AddressInfo;
  const kind = wheelhouse(async () => `http://127.0.0.1:${port}/full`);
  return new EnvironmentStore({ dataDir: folder, locks: new Map([["tiny", lock]]), kind });
}

function python() {
  return { executable: engine.tools.pyodide, version: engine.tools.pythonVersion };
}

test("[environments.portable] a package comes from the mirror once, and programs import it", async () => {
  const steps: string[] = [];
  const environments = store(createHash("sha256").update(wheel).digest("hex"));
  const environment = await environments.install("tiny", python(), {
    onProgress: ({ detail }) => steps.push(detail ?? ""),
  });
  await environments.install("tiny", python());

  expect(asked).toEqual([`/full/${WHEEL}`]);
  expect(steps).toContain("downloading tiny");
  expect(environment).toMatchObject({ name: "tiny", packages: [{ name: "tiny", version: "1.0" }] });

  const code = "import tiny, os\nprint(tiny.answer)\ntry: print(os.listdir('/work'))\nexcept OSError: print('closed')";
  const { stdout, outcome } = await run({ engine, environment }, { language: "python", code });
  expect({ stdout: stdout.toString(), status: outcome.status }).toEqual({
    stdout: "42\nclosed\n",
    status: "succeeded",
  });
});

test("[environments.portable] what has another hash than the lock says is not kept", async () => {
  const environments = store("0".repeat(64));

  const install = environments.install("tiny", python());
  await expect(install).rejects.toMatchObject({
    code: "environment_failed",
    message: expect.stringContaining("has the hash"),
  });
  expect(asked).toHaveLength(2);
  expect(await environments.find("tiny", python())).toBeUndefined();
});

test("[environments.portable-offline] without the wheels' address base runs, and what needs data says what to do", async () => {
  await using box = await Glovebox.open({
    dataDir: folder,
    armed: 0,
    engine: "portable",
    wheelUrl: "http://127.0.0.1:9/full",
  });
  const needsData = box.execute({ language: "python", code: "import numpy" });
  await expect(needsData).rejects.toMatchObject({
    code: "environment_failed",
    message: expect.stringContaining("http://127.0.0.1:9/full/"),
    advice: expect.stringContaining("wheelUrl"),
  });

  const { stdout, engine: used } = await box.execute({ language: "python", code: "print(6 * 7)" });
  expect({ stdout, used }).toEqual({ stdout: "42\n", used: "portable" });
});
