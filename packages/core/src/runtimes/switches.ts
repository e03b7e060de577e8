import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { coerce, satisfies } from "semver";
import { z } from "zod";
import type { Engine } from "../engines/engine.ts";

const FILE = "disabled-runtimes.json";
/** Languages with the versions that nobody may use. */
const Disabled = z.record(z.string(), z.array(z.string()));

/** Which runtimes are switched off. Kept in the data directory, so that it outlives the process. */
export class RuntimeSwitches {
  readonly #path: string;
  #disabled: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  constructor(dataDir: string) {
    this.#path = join(dataDir, FILE);
  }

  isEnabled({ language, version }: { readonly language: string; readonly version: string }): boolean {
    return !this.#all().get(language)?.has(version);
  }

  enable(language: string, version: string): void {
    const all = this.#copy();
    all.get(language)?.delete(version);
    this.#save(all);
  }

  disable(language: string, version: string): void {
    const all = this.#copy();
    all.set(language, new Set([...(all.get(language) ?? []), version]));
    this.#save(all);
  }

  /** The version to ask the engine for: the wish, unless something of that language is switched off. */
  async choose(engine: Engine, language: string, wish: string | undefined): Promise<string | undefined> {
    if ((this.#all().get(language)?.size ?? 0) === 0) return wish;
    const fitting = (await engine.runtimes()).filter(
      (runtime) => runtime.language === language && fits(runtime.version, wish),
    );
    const found = fitting.find((runtime) => this.isEnabled(runtime));
    if (found !== undefined) return found.version;
    // The engine says best what it does not have.
    if (fitting.length === 0) return wish;
    const named = wish === undefined ? language : `${language}@${wish}`;
    throw new GloveboxError("unknown_language", `${named} is switched off here`, {
      field: "language",
      advice: "take another version, or ask whoever runs this Glovebox",
    });
  }

  #all(): ReadonlyMap<string, ReadonlySet<string>> {
    this.#disabled ??= load(this.#path);
    return this.#disabled;
  }

  #copy(): Map<string, Set<string>> {
    return new Map([...this.#all()].map(([language, versions]) => [language, new Set(versions)]));
  }

  #save(all: ReadonlyMap<string, ReadonlySet<string>>): void {
    const lists = Object.fromEntries([...all].map(([language, versions]) => [language, [...versions]]));
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      writeFileSync(`${this.#path}.new`, `${JSON.stringify(lists, null, 2)}\n`);
      renameSync(`${this.#path}.new`, this.#path);
    } catch (error) {
      throw unusable(this.#path, "written", error);
    }
    this.#disabled = all;
  }
}

function fits(version: string, wish: string | undefined): boolean {
  const comparable = coerce(version)?.version;
  return wish === undefined || version === wish || (comparable !== undefined && satisfies(comparable, wish));
}

function load(path: string): ReadonlyMap<string, ReadonlySet<string>> {
  const text = read(path);
  if (text === undefined) return new Map();
  const parsed = Disabled.safeParse(safeJson(text));
  // To go on would switch on what somebody has switched off.
  if (!parsed.success) throw unusable(path, "understood", parsed.error);
  return new Map(Object.entries(parsed.data).map(([language, versions]) => [language, new Set(versions)]));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // A data directory that cannot be there has no such file either.
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw unusable(path, "read", error);
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told of as what cannot be understood
  }
}

function unusable(path: string, how: string, cause: unknown): GloveboxError {
  return new GloveboxError("unavailable", `${path}, which says what is switched off, cannot be ${how}`, {
    advice: "mend it, or remove it to have every runtime enabled",
    survives: "nothing",
    cause,
  });
}
