import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { z } from "zod";
import { makeOwnedFolder } from "../../processes/ownedFolder.ts";
import { sandboxSources } from "../sources.ts";
import { Child } from "./child.ts";
import type { Launcher } from "./launcher.ts";
import type { Boot } from "./orders.ts";
import type { Ready } from "./reports.ts";

const BUILD_MS = 120_000;
const MOST_KEPT = 3;
const GiB = 1024 ** 3;
/** Of sandbox/glovebox_sandbox, what runs beside a program's code in its own interpreter. */
const SOURCES = ["__init__.py", "own.py", "portable.py"];
const FOLDERS = ["running", "showing"];
/** Modules of the standard library that programs often import: they are in memory from the start. */
const PRELOADED = [
  ...["asyncio", "base64", "collections", "contextlib", "copy", "csv", "dataclasses", "datetime", "decimal", "enum"],
  ...["functools", "glob", "hashlib", "heapq", "inspect", "itertools", "json", "logging", "math", "operator", "os"],
  ...["pathlib", "pprint", "random", "re", "shutil", "statistics", "string", "struct", "tempfile", "textwrap"],
  ...["threading", "time", "traceback", "typing", "unittest", "urllib.parse", "uuid", "warnings", "zipfile", "zlib"],
];

const Facts = z.strictObject({ sha256: z.string(), version: z.string(), packageUrl: z.string(), bytes: z.number() });
type Facts = z.infer<typeof Facts>;

/** The memory of a Python that has started. `notice` says what had to be mended to have it. */
export type Image = Facts & { readonly path: string; readonly notice: string | undefined };

/** Python's image in the cache below the data directory: built once for each version of what it is made of. */
export class Images {
  readonly #launcher: Launcher;
  readonly #folder: string;
  readonly #adopt: (child: Child) => void;
  #image: Promise<Image> | undefined;
  #temporary: string | undefined;

  /** `adopt` is told of the process that builds an image, so that it ends with its engine. */
  constructor(launcher: Launcher, dataDir: string, adopt: (child: Child) => void) {
    this.#launcher = launcher;
    this.#adopt = adopt;
    this.#folder = join(dataDir, "cache", "portable");
  }

  /** Looked at once; what is missing or damaged is built again. */
  image(): Promise<Image> {
    this.#image ??= this.#find().catch((error: unknown) => {
      this.#image = undefined;
      throw error;
    });
    return this.#image;
  }

  async #find(): Promise<Image> {
    const boot = this.#boot();
    const path = join(this.#folder, `${this.#keyOf(boot)}.image`);
    const facts = readFacts(path);
    if (facts !== undefined && (await sha256Of(path)) === facts.sha256) return { ...facts, path, notice: undefined };
    const damaged =
      facts === undefined ? undefined : "Python's image in the cache was damaged and has been built again";
    return { ...(await this.#build(boot, path)), notice: damaged };
  }

  #boot(): Boot {
    const folder = sandboxSources();
    return {
      kind: "snapshot",
      readable: [],
      pyodide: this.#launcher.tools.pyodide,
      snapshot: null,
      sources: Object.fromEntries(pathsIn(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")])),
      packages: null,
      imports: PRELOADED,
      ahead: false,
    };
  }

  /** Everything that an image depends on. */
  #keyOf({ sources, imports }: Boot): string {
    const { denoVersion, pyodideVersion, inside } = this.#launcher.tools;
    const made = [denoVersion, pyodideVersion, readFileSync(inside, "utf8"), sources, imports, process.arch];
    return createHash("sha256").update(JSON.stringify(made)).digest("hex").slice(0, 16);
  }

  async #build(boot: Boot, path: string): Promise<Omit<Image, "notice">> {
    const { image, ready } = await this.#make(boot);
    const facts: Facts = {
      sha256: createHash("sha256").update(image).digest("hex"),
      bytes: image.length,
      version: ready.version,
      packageUrl: ready.packageUrl,
    };
    return { ...facts, path: this.#keep(path, image, facts) };
  }

  async #make(boot: Boot): Promise<{ image: Buffer; ready: Ready }> {
    const { tools } = this.#launcher;
    const readable = [tools.pyodide, tools.inside];
    await using child = new Child(await this.#launcher.start({ readable, memoryBytes: GiB, imageBytes: GiB }));
    this.#adopt(child);
    const ready = await child.boot(boot, BUILD_MS);
    return { image: await received(child), ready };
  }

  /** In the cache if it can be written to, else in a temporary folder of this process. */
  #keep(path: string, image: Buffer, facts: Facts): string {
    try {
      mkdirSync(this.#folder, { recursive: true });
      write(path, image, facts);
      this.#removeOld(path);
      return path;
    } catch {
      this.#temporary ??= makeOwnedFolder();
      const own = join(this.#temporary, "python.image");
      write(own, image, facts);
      return own;
    }
  }

  /** Those of other versions, but for the latest few: another installation may share the data directory. */
  #removeOld(current: string): void {
    const images = readdirSync(this.#folder)
      .filter((name) => name.endsWith(".image"))
      .map((name) => ({ path: join(this.#folder, name), at: statSync(join(this.#folder, name)).mtimeMs }))
      .toSorted((one, other) => other.at - one.at);
    for (const { path } of images.slice(MOST_KEPT)) {
      if (path === current) continue;
      rmSync(path, { force: true });
      rmSync(`${path}.json`, { force: true });
    }
  }

  [Symbol.dispose](): void {
    if (this.#temporary !== undefined) rmSync(this.#temporary, { recursive: true, force: true });
  }
}

/** What the child sends after it is ready. */
async function received(child: Child): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const pieces: Buffer[] = [];
  const fail = (reason: string) =>
    reject(new GloveboxError("sandbox_failed", `Python's image cannot be built: ${reason}`));
  const timer = setTimeout(() => fail(`it was not there after ${BUILD_MS} ms`), BUILD_MS);
  child.hear(
    ({ name, payload }) => {
      if (name === "data") pieces.push(payload);
      else if (name === "ended") resolve();
      else fail(`its builder sent ${name}`);
    },
    () => fail("its builder sent what is no frame"),
  );
  void child.exit.then(() => fail(child.lastWords || "its builder ended"));
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(pieces);
}

/** The facts come last, each file with one rename: what is there is whole. */
function write(path: string, image: Buffer, facts: Facts): void {
  const temporary = `${path}.${randomBytes(4).toString("hex")}`;
  for (const [target, content] of [
    [path, image],
    [`${path}.json`, JSON.stringify(facts)],
  ] as const) {
    try {
      writeFileSync(temporary, content, { mode: 0o644 });
      renameSync(temporary, target);
    } finally {
      rmSync(temporary, { force: true });
    }
  }
}

function readFacts(path: string): Facts | undefined {
  try {
    return Facts.parse(JSON.parse(readFileSync(`${path}.json`, "utf8")));
  } catch {
    return undefined; // none, or none that can be read
  }
}

async function sha256Of(path: string): Promise<string | undefined> {
  try {
    return createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
  } catch {
    return undefined; // it is not there
  }
}

function pathsIn(folder: string): string[] {
  const ours = "glovebox_sandbox";
  const names = FOLDERS.flatMap((inside) => readdirSync(join(folder, ours, inside)).map((name) => `${inside}/${name}`));
  return [...SOURCES, ...names.sort().filter((name) => name.endsWith(".py"))].map((name) => `${ours}/${name}`);
}
