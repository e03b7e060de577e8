import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findUpstreams } from "./configuration/findUpstreams.ts";
import { Forwarder } from "./forwarder.fixture.ts";
import { RegistryMirror } from "./registryMirror.ts";
import { ecosystems } from "./upstreams.ts";

/** The real clients against the machine's own registries. They know no address but the mirror's. */
let folder: string;
let mirror: RegistryMirror;
let forwarder: Forwarder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "glovebox-clients-"));
  const socket = join(folder, "mirror.sock");
  const upstreams = await findUpstreams();
  mirror = await RegistryMirror.listen(socket, { ecosystems, upstreams, mostBytes: 200_000_000 });
  forwarder = await Forwarder.to(socket);
});

afterAll(async () => {
  await forwarder[Symbol.asyncDispose]();
  await mirror[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Runs a client with no variable but these, in a folder of its own. */
async function run(command: string, args: readonly string[], variables: Record<string, string> = {}): Promise<string> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: join(folder, "home"), ...rustup(), ...variables };
  const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env, timeout: 55_000 });
  return stdout;
}

/** rustup's cargo asks its home folder which toolchain is meant. */
function rustup(): Record<string, string> {
  return { RUSTUP_HOME: process.env["RUSTUP_HOME"] ?? join(process.env["HOME"] ?? "", ".rustup") };
}

test("[registries.clients] pip downloads a wheel", async () => {
  const index = ["--isolated", "--no-cache-dir", "--retries", "0", "--index-url", `${forwarder.url}/pypi/simple/`];
  await run("python3", ["-m", "pip", "download", ...index, "--no-deps", "--dest", "wheels", "six==1.16.0"]);
  expect(await readdir(join(folder, "wheels"))).toEqual(["six-1.16.0-py2.py3-none-any.whl"]);
});

test("[registries.clients] npm fetches packages, one with a scope, and checks their integrity", async () => {
  const project = join(folder, "npm");
  await mkdir(project);
  await writeFile(join(project, "package.json"), '{"dependencies":{"is-number":"7.0.0","@types/ms":"2.1.0"}}');
  const args = ["--prefix", project, "--registry", `${forwarder.url}/npm/`, "--fetch-retries", "0", "--ignore-scripts"];
  await run("npm", ["install", ...args, "--userconfig", "/dev/null", "--cache", join(folder, "npm-cache")]);
  const lock = JSON.parse(await readFile(join(project, "package-lock.json"), "utf8"));
  expect(lock.packages["node_modules/is-number"].integrity).toMatch(/^sha512-/);
  expect(await readdir(join(project, "node_modules/@types/ms"))).toContain("package.json");
});

test("[registries.clients] go downloads a module and verifies it with the checksum database", async () => {
  const variables = {
    GOPROXY: `${forwarder.url}/go`,
    GOMODCACHE: join(folder, "modules"),
    GOCACHE: join(folder, "go-cache"),
    GOFLAGS: "-modcacherw",
    GOSUMDB: "sum.golang.org",
    GOENV: "off",
  };
  const out = await run("go", ["mod", "download", "-json", "github.com/google/uuid@v1.6.0"], variables);
  expect(JSON.parse(out)).toMatchObject({ Version: "v1.6.0", Sum: "h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=" });
  expect(await readdir(join(folder, "modules/cache/download/sumdb/sum.golang.org"))).toContain("lookup");
});

test("[registries.clients] cargo fetches a crate by the sparse index", async () => {
  const [home, project] = [join(folder, "cargo"), join(folder, "crate")];
  await mkdir(join(project, "src"), { recursive: true });
  await mkdir(home);
  const manifest = '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\nitoa = "=1.0.11"\n';
  await writeFile(join(project, "Cargo.toml"), manifest);
  await writeFile(join(project, "src/lib.rs"), "");
  const source = `# cargo\n[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\nregistry = "sparse+${forwarder.url}/crates/"\n`;
  await writeFile(join(home, "config.toml"), source);
  await run("cargo", ["fetch", "--manifest-path", join(project, "Cargo.toml")], {
    CARGO_HOME: home,
    CARGO_NET_RETRY: "0",
  });
  const [cache = ""] = await readdir(join(home, "registry/cache"));
  expect(await readdir(join(home, "registry/cache", cache))).toEqual(["itoa-1.0.11.crate"]);
});

test("[registries.clients] apt updates from an archive, whose signature it checks", async () => {
  const upstreams = await findUpstreams();
  const [archive] = upstreams.debian;
  if (archive?.signedBy === undefined) throw new Error("this machine's apt has no signed archive");
  for (const path of ["apt/lists/partial", "apt/cache/archives/partial"])
    await mkdir(join(folder, path), { recursive: true });
  const [suite] = archive.suites.toSorted((one, other) => other.length - one.length);
  const line = `deb [signed-by=${archive.signedBy}] ${forwarder.url}/debian/0 ${suite} ${archive.components[0]}\n`;
  await writeFile(join(folder, "apt/sources.list"), line);
  const settings = {
    "Dir::Etc::sourcelist": join(folder, "apt/sources.list"),
    "Dir::Etc::sourceparts": "-",
    "Dir::State::Lists": join(folder, "apt/lists"),
    "Dir::Cache": join(folder, "apt/cache"),
    "APT::Sandbox::User": "root",
    "Acquire::Retries": "0",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  await run("apt-get", [...options, "--error-on=any", "update"]);
  const lists = await readdir(join(folder, "apt/lists"));
  expect(lists.filter((name) => /_Packages(?:\.|$)/.test(name))).toHaveLength(1);
});

test("[registries.clients] a Maven repository gives a pom and its checksum", async () => {
  const path = `${forwarder.url}/maven/junit/junit/4.13.2/junit-4.13.2.pom`;
  const pom = await (await fetch(path)).text();
  expect(pom).toContain("<artifactId>junit</artifactId>");
  expect(await (await fetch(`${path}.sha1`)).text()).toMatch(/^[0-9a-f]{40}/);
});

test("the report of all of this names no failure", () => {
  expect([...mirror.report.failures]).toEqual([]);
  expect(mirror.report.refused).toEqual([]);
  expect(mirror.report.bytesSent).toBeGreaterThan(10_000);
});
