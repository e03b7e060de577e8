import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { z } from "zod";
import type { ToolchainKind } from "../../../runtimes/toolchain.ts";
import { pythonToolchain } from "../../../runtimes/toolchains/python.ts";
import { candidates } from "./places.ts";
import { fingerprint, probe, type Toolchain } from "./toolchain.ts";
import { byVersion, isAtLeast, matchesVersion } from "./versions.ts";

const Remembered = z.record(
  z.string(),
  z.object({
    fingerprint: z.string(),
    toolchain: z
      .object({
        kind: z.string(),
        executable: z.string(),
        version: z.string(),
        prefix: z.string(),
        sharedLibrary: z.boolean(),
      })
      .optional(),
  }),
);
type Remembered = z.infer<typeof Remembered>;

/** The toolchains of this machine. What was found is remembered in `dataDir`, because asking each takes a while. */
export class Toolchains {
  readonly #file: string;
  readonly #found = new Map<string, Promise<Toolchain[]>>();
  #remembered: Promise<Remembered> | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(dataDir: string) {
    this.#file = join(dataDir, "toolchains.json");
  }

  /**
   * The preferred one of a kind, or of those in the semver range `version` the newest. Throws `engine_unavailable`
   * where the machine has none, `unknown_language` where it has others only.
   */
  async get(kind: ToolchainKind, version?: string, needs?: string): Promise<Toolchain> {
    const all = (await this.all(kind)).filter((each) => matchesVersion(each.version, needs));
    const fitting = all.filter((each) => matchesVersion(each.version, version));
    const [preferred] = fitting;
    if (preferred === undefined) throw missing(kind, version, all);
    if (version === undefined) return preferred;
    return fitting.toSorted((a, b) => byVersion(b.version, a.version))[0] ?? preferred;
  }

  /** All usable ones of a kind, the preferred one first, then the newest. */
  all(kind: ToolchainKind): Promise<Toolchain[]> {
    const found = this.#found.get(kind.id) ?? this.#find(kind);
    this.#found.set(kind.id, found);
    return found;
  }

  async #find(kind: ToolchainKind): Promise<Toolchain[]> {
    this.#remembered ??= this.#recall();
    const known = await this.#remembered;
    const asked = await Promise.all(candidates(kind).map((file) => this.#ask(kind, file, known)));
    this.#saving = this.#saving.then(() => this.#remember(known));
    await this.#saving;
    const usable = new Map<string, Toolchain>();
    for (const each of asked) {
      if (each === undefined || (kind.oldest !== undefined && !isAtLeast(each.version, kind.oldest))) continue;
      if (!usable.has(each.executable)) usable.set(each.executable, each);
    }
    const [first, ...others] = usable.values();
    if (first === undefined) return [];
    if (kind.prefersPath) return [first, ...others.toSorted((a, b) => byVersion(b.version, a.version))];
    return [...usable.values()].toSorted((a, b) => byVersion(b.version, a.version));
  }

  async #ask(kind: ToolchainKind, file: string, known: Remembered): Promise<Toolchain | undefined> {
    // What was not understood may be once it is asked in another way.
    const print = `${fingerprint(file)} ${kind.question.join(" ")}`;
    const before = known[file];
    // A shim stays the same file when the version behind it changes, so what it leads to is checked as well.
    const target = before?.toolchain?.executable;
    if (before?.fingerprint === print && (target === undefined || fingerprint(target) !== "")) return before.toolchain;
    const toolchain = await probe(kind, file);
    known[file] = { fingerprint: print, ...(toolchain === undefined ? {} : { toolchain }) };
    return toolchain;
  }

  async #recall(): Promise<Remembered> {
    try {
      return Remembered.parse(JSON.parse(await readFile(this.#file, "utf8")));
    } catch {
      return {}; // nothing remembered, or damaged: everything is asked again
    }
  }

  async #remember(known: Remembered): Promise<void> {
    try {
      await mkdir(join(this.#file, ".."), { recursive: true });
      const staged = `${this.#file}.${process.pid}`;
      await writeFile(staged, JSON.stringify(known));
      await rename(staged, this.#file);
    } catch {
      // A data directory that cannot be written costs time at the next start, no more.
    }
  }
}

function missing(kind: ToolchainKind, version: string | undefined, all: readonly Toolchain[]): GloveboxError {
  const have = [...new Set(all.map((each) => each.version))];
  const { advice } = kind;
  if (version === undefined || have.length === 0) {
    // Without a Python there is no warden. What only its own programs need is missing for that language alone.
    const code = kind === pythonToolchain ? "engine_unavailable" : "unknown_language";
    return new GloveboxError(code, `no ${kind.id} was found on this machine`, { field: "language", advice });
  }
  const message = `${kind.id} ${version} is not on this machine; found: ${have.join(", ")}`;
  return new GloveboxError("unknown_language", message, { field: "language", advice });
}
