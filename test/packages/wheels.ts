import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeRegistry, type Pages, typed } from "../../packages/core/src/registries/fakeRegistry.fixture.ts";

type Wheel = {
  readonly name: string;
  readonly version: string;
  /** Each with a version condition where it needs one. */
  readonly needs?: readonly string[];
  /** Beside a module of the package's name that says its version. */
  readonly files?: Readonly<Record<string, string>>;
};

const MAKE_ZIP = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for name, text in json.load(sys.stdin).items():
        archive.writestr(name, text)
`;

/** A registry on loopback with wheels of its own, beside which PyPI's packages are there as well. */
export class WheelRegistry implements AsyncDisposable {
  readonly #server: FakeRegistry;
  readonly #versions = new Map<string, string[]>();
  /** Milliseconds that each answer takes from now on. */
  delayMs = 0;

  private constructor(server: FakeRegistry) {
    this.#server = server;
  }

  static async start(wheels: readonly Wheel[]): Promise<WheelRegistry> {
    const registry = new WheelRegistry(await FakeRegistry.start());
    for (const wheel of wheels) registry.offer(wheel);
    return registry;
  }

  /** What a process finds it by. */
  get env(): { readonly PIP_EXTRA_INDEX_URL: string } {
    return { PIP_EXTRA_INDEX_URL: `${this.#server.url}/simple/` };
  }

  offer({ name, version, needs = [], files = {} }: Wheel): void {
    const info = `${name}-${version}.dist-info`;
    const metadata = ["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`];
    const content = zipOf({
      [`${name}.py`]: `version = "${version}"\n`,
      ...files,
      [`${info}/METADATA`]: `${[...metadata, ...needs.map((need) => `Requires-Dist: ${need}`)].join("\n")}\n`,
      [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
      [`${info}/RECORD`]: `${name}.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
    });
    const file = `${name}-${version}-py3-none-any.whl`;
    const versions = [...(this.#versions.get(name) ?? []), file];
    this.#versions.set(name, versions);
    const links = versions.map((each) => `<a href="/files/${each}">${each}</a>`).join("\n");
    this.#add({
      [`/simple/${name.replaceAll("_", "-")}/`]: (incoming, outgoing) =>
        this.#later(() => typed("text/html", links)(incoming, outgoing)),
      [`/files/${file}`]: (_, outgoing) => this.#later(() => outgoing.end(content)),
    });
  }

  /** Takes every request for a package of this name, and answers none. */
  hang(name: string): void {
    this.#add({ [`/simple/${name}/`]: () => undefined });
  }

  /** The paths that it was asked for. */
  get paths(): readonly string[] {
    return this.#server.paths;
  }

  #later(answer: () => void): void {
    setTimeout(answer, this.delayMs);
  }

  #add(pages: Pages): void {
    this.#server.pages = { ...this.#server.pages, ...pages };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }
}

function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "wheel-"));
  try {
    const path = join(folder, "wheel.zip");
    execFileSync("python3", ["-I", "-c", MAKE_ZIP, path], { input: JSON.stringify(files) });
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
