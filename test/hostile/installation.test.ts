import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { commandLines, commandOf, descendants } from "../hosts/machine.ts";
import { users } from "../hosts/modes.ts";
import { source } from "../programs/programs.ts";
import { HostileRegistry } from "./hostilePackages.ts";

const MINUTES = { timeout: 300_000 };
/** What is removed is removed soon, and on a busy machine a little later. */
const PATIENTLY = { timeout: 20_000 };
const MiB = 1024 * 1024;
/** In a script of a package. */
const NODE = '"$npm_node_execpath"';

describe.each(users)("as $name", (mode) => {
  let registry: HostileRegistry;
  let host: Host;
  beforeAll(async () => {
    registry = await HostileRegistry.start();
    host = await startHost({ mode, env: registry.env, options: { packageBytes: 64 * MiB } });
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  const install = (name: string, code = "1") => host.execute({ language: "javascript", code, packages: [name] });
  const failure = (name: string) => install(name).catch((error: unknown) => error);
  const shelf = () => join(host.places.home, ".local/share/glovebox/layers/shelf");
  const staged = () => readdirSync(join(shelf(), "staging"));

  test(
    "[packages.no-network] no script of a package or of the request runs beside the registry, and none outlives its step",
    MINUTES,
    async () => {
      const mark = `mark${randomBytes(8).toString("hex")}`;
      const script = `${NODE} report.js report.jsonl ${mark}`;
      const scripts = { preinstall: script, install: script, postinstall: script, prepare: script, prepack: script };
      registry.npm("reporting", scripts, { "report.js": source("reports_its_reach.js") });
      const own = `${NODE} node_modules/reporting/report.js node_modules/reporting/report.jsonl ${mark}`;
      const manifest = {
        dependencies: { reporting: "1.0.0" },
        scripts: { preinstall: own, install: own, postinstall: own, prepare: own, preprepare: own, dependencies: own },
      };
      const { stdout, stderr } = await host.execute({
        language: "javascript",
        code: "console.log(require('node:fs').readFileSync('/node_modules/reporting/report.jsonl', 'utf8'))",
        files: { "package.json": JSON.stringify(manifest) },
      });
      const reports = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(reports.length, stderr).toBeGreaterThanOrEqual(3);
      for (const { script: _, ...found } of reports)
        expect(found).toEqual({ mirror: "ECONNREFUSED", socket: "ENOENT", world: "ENETUNREACH", registries: [] });
      expect(commandLines().filter((line) => line.includes(mark))).toEqual([]);
    },
  );

  test(
    "[limits.kept] an installation fills no more of the disk than it may, with many links to one file",
    MINUTES,
    async () => {
      const code = `
      const fs = require("node:fs");
      process.chdir("/tmp/product");
      fs.writeFileSync("0", Buffer.alloc(8 << 20));
      for (let number = 1; number < 64; number++) fs.linkSync("0", String(number));`;
      registry.npm("linking", { install: `${NODE} install.js` }, { "install.js": code });
      const error = await failure("linking");
      expect(error).toMatchObject({ code: "packages_failed" });
      expect(String(error)).toContain("larger than the place that they lie in");
      await expect.poll(staged, PATIENTLY).toEqual([]);
    },
  );

  test("[limits.kept] paths without end are refused, and removed", MINUTES, async () => {
    const code = `
      process.chdir("/tmp/product");
      for (let depth = 0; depth < 30; depth++) {
        require("node:fs").mkdirSync("d".repeat(200));
        process.chdir("d".repeat(200));
      }`;
    registry.npm("burrowing", { install: `${NODE} install.js` }, { "install.js": code });
    const error = await failure("burrowing");
    expect(error).toMatchObject({ code: "packages_failed" });
    expect(String(error)).toContain("paths longer than");
    await expect.poll(staged, PATIENTLY).toEqual([]);
  });

  test("[containment.shelf] a product that is a link elsewhere is not kept", MINUTES, async () => {
    const code = `
      const fs = require("node:fs");
      fs.rmdirSync("/tmp/product");
      fs.symlinkSync("/workspace", "/tmp/product");`;
    registry.npm("swapping", { install: `${NODE} install.js` }, { "install.js": code });
    const error = await failure("swapping");
    expect(error).toMatchObject({ code: "packages_failed" });
    expect(String(error)).toContain("cannot be kept");
  });

  test("[containment.shelf] strange files are kept as plain ones, or not at all", MINUTES, async () => {
    registry.npm("strange", { install: "sh ./install.sh" }, { "install.sh": STRANGE });
    const { stdout, stderr } = await install("strange", LISTING);
    expect(stdout.trim().split("\n"), stderr).toEqual([
      '["closed","file","644"]',
      '["closed-folder","folder","755"]',
      '["host","link","777"]',
      '["line\\nbreak","file","644"]',
      '["proc","link","777"]',
      '["set-user-id","file","755"]',
      '["up","link","777"]',
      '["ÿ","file","644"]',
      "host EACCES",
      "up false",
      "proc EACCES",
    ]);
  });

  test(
    "[layers.left-over] an installation that is given up ends at once, with all that it started",
    MINUTES,
    async () => {
      registry.hang("hanging");
      const request = { language: "javascript", code: "1", packages: ["hanging"] };
      const running = host.execute(request, { abortAfterMs: 10_000 });
      await expect.poll(() => registry.paths.includes("/npm/hanging"), { timeout: 60_000 }).toBe(true);
      expect((await running).outcome.status).toBe("cancelled");
      await expect
        .poll(() => descendants(host.pid).filter((pid) => /egress\.py|npm-cli/.test(commandOf(pid))), {
          timeout: 5_000,
        })
        .toEqual([]);
      await expect.poll(staged, PATIENTLY).toEqual([]);
    },
  );

  test(
    "[packages.no-network] what a package needs for its build is a package, and no flag of pip's",
    MINUTES,
    async () => {
      const backend = `from urllib.request import urlopen\nurlopen("http://127.0.0.1:4873/pypi/simple/reached-by-a-build-need/")`;
      registry.source("needed-by-build", {
        "setup.py": backend,
        "PKG-INFO": "Metadata-Version: 2.1\nName: needed-by-build\nVersion: 1.0\n",
      });
      registry.source("needy", {
        "pyproject.toml": '[build-system]\nrequires = ["--no-binary=needed-by-build", "needed-by-build"]\n',
        "setup.py": "",
      });
      const error = await host
        .execute({ language: "python", code: "1", packages: ["needy"] })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "packages_failed" });
      expect(String(error)).toContain("no package of the registry");
      expect(registry.paths.filter((path) => path.includes("reached"))).toEqual([]);
    },
  );

  test("[packages.no-network] what a build leaves for the next download runs no code there", MINUTES, async () => {
    registry.source("planting", { "setup.py": PLANTING });
    const error = await host
      .execute({ language: "python", code: "1", packages: ["planting"] })
      .catch((reason: unknown) => reason);
    expect(registry.paths).toContain("/files/planting-1.0.tar.gz");
    expect(registry.paths.filter((path) => path.includes("reached"))).toEqual([]);
    expect(String(error)).toContain("no program may be started beside the network");
  });
});

/** Everything that a folder can hold beside plain files. */
const STRANGE = `mkdir /tmp/product/odd && cd /tmp/product/odd || exit
echo closed > closed && chmod 000 closed
mkdir closed-folder && echo x > closed-folder/x && chmod 000 closed-folder
echo x > "$(printf 'line\\nbreak')"
echo x > "$(printf '\\377')"
cp /bin/true set-user-id && chmod 6755 set-user-id
ln -s /opt/shelf host
ln -s ../../../.. up
ln -s /proc/1/root/opt/shelf proc
mkfifo pipe
`;

const LISTING = `
const fs = require("node:fs");
const folder = "/node_modules/odd";
const kinds = { isFile: "file", isDirectory: "folder", isSymbolicLink: "link" };
for (const raw of fs.readdirSync(folder, "buffer").sort(Buffer.compare)) {
  const stat = fs.lstatSync(Buffer.concat([Buffer.from(folder + "/"), raw]));
  const kind = Object.keys(kinds).find((is) => stat[is]());
  console.log(JSON.stringify([raw.toString("latin1"), kinds[kind], (stat.mode & 0o7777).toString(8)]));
}
for (const name of ["host", "up", "proc"]) {
  try {
    console.log(name, fs.readdirSync(folder + "/" + name).includes("staging"));
  } catch ({ code }) {
    console.log(name, code);
  }
}`;

/** Builds a wheel that needs a source archive which lies beside it, where the next download finds both. */
const PLANTING = `
import io, os, sys, tarfile
from setuptools import setup

def plant():
    code = b'from urllib.request import urlopen\\nurlopen("http://127.0.0.1:4873/pypi/simple/reached-by-a-planted-source/")\\n'
    with tarfile.open("/tmp/product/wheels/planted-1.0.tar.gz", "w:gz") as archive:
        for name, content in (("setup.py", code), ("PKG-INFO", b"Metadata-Version: 2.1\\nName: planted\\nVersion: 1.0\\n")):
            member = tarfile.TarInfo("planted-1.0/" + name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))

if "bdist_wheel" in sys.argv:
    plant()
setup(
    name="planting",
    version="1.0",
    py_modules=[],
    install_requires=["planted @ file:///opt/cache/wheels/planted-1.0.tar.gz"],
)
`;
