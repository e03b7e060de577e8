import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  type Answerer,
  FakeRegistry,
  type Pages,
  typed,
} from "../../packages/core/src/registries/fakeRegistry.fixture.ts";

type Files = Readonly<Record<string, string>>;
type Scripts = Readonly<Record<string, string>>;

/** A registry on loopback with packages that nobody should install. */
export class HostileRegistry implements AsyncDisposable {
  readonly #server: FakeRegistry;
  /** What a host process finds its registries by. PyPI's own packages are there as well. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(server: FakeRegistry) {
    this.#server = server;
    this.env = { npm_config_registry: `${server.url}/npm/`, PIP_EXTRA_INDEX_URL: `${server.url}/simple/` };
  }

  static async start(): Promise<HostileRegistry> {
    return new HostileRegistry(await FakeRegistry.start());
  }

  /** The paths that it was asked for. */
  get paths(): readonly string[] {
    return this.#server.paths;
  }

  /** Offers a package of npm whose scripts are these, in version 1.0.0. */
  npm(name: string, scripts: Scripts, files: Files = {}): void {
    const manifest = { name, version: "1.0.0", scripts };
    const archive = archiveOf("package", { ...files, "package.json": JSON.stringify(manifest) });
    const tarball = `/npm/${name}/-/${name}-1.0.0.tgz`;
    const version = { ...manifest, dist: { tarball: `${this.#server.url}${tarball}` } };
    const page = { name, "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": version } };
    this.#add({ [`/npm/${name}`]: typed("application/json", JSON.stringify(page)), [tarball]: bytes(archive) });
  }

  /** Offers a Python package that there is as source only, in version 1.0. */
  source(name: string, files: Files): void {
    const file = `${name}-1.0.tar.gz`;
    this.#add({
      [`/simple/${name}/`]: typed("text/html", `<a href="/files/${file}">${file}</a>`),
      [`/files/${file}`]: bytes(archiveOf(`${name}-1.0`, files)),
    });
  }

  /** Takes every request for the package, and answers none. */
  hang(name: string): void {
    this.#add({ [`/npm/${name}`]: () => undefined });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }

  #add(pages: Pages): void {
    this.#server.pages = { ...this.#server.pages, ...pages };
  }
}

function archiveOf(top: string, files: Files): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "hostile-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, top, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return execFileSync("tar", ["-cz", top], { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bytes(content: Buffer): Answerer {
  return (_, outgoing) => outgoing.end(content);
}
