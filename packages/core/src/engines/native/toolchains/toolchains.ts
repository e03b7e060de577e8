import { execFile } from "node:child_process";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { GloveboxError } from "@glovebox/protocol";
import { z } from "zod";
import { fingerprint, type Interpreter, probe } from "./interpreter.ts";
import { candidates } from "./places.ts";
import { byVersion, isAtLeast, matchesVersion } from "./versions.ts";

const OLDEST_PYTHON = "3.10.0";

const Remembered = z.record(
  z.string(),
  z.object({
    fingerprint: z.string(),
    interpreter: z
      .object({
        kind: z.enum(["python", "node"]),
        executable: z.string(),
        version: z.string(),
        prefix: z.string(),
        sharedLibrary: z.boolean(),
      })
      .optional(),
  }),
);
type Remembered = z.infer<typeof Remembered>;

/** The interpreters of this machine. What was found is remembered in `dataDir`, because asking each takes a while. */
export class Toolchains {
  readonly #file: string;
  #bash: Promise<string> | undefined;
  readonly #found = new Map<string, Promise<Interpreter[]>>();

  constructor(dataDir: string) {
    this.#file = join(dataDir, "interpreters.json");
  }

  /** CPython 3.10 or newer. Without a version the one that `python3` means here, if it is new enough, else the newest. */
  async python(version?: string): Promise<Interpreter> {
    const all = await this.all("python");
    const found = all.find((interpreter) => matchesVersion(interpreter.version, version));
    if (found !== undefined) return found;
    throw missing("python", version, all, "install CPython 3.10 or newer, such as: apt install python3");
  }

  /** Without a version the newest. */
  async node(version?: string): Promise<Interpreter> {
    const all = (await this.all("node")).toSorted((a, b) => byVersion(b.version, a.version));
    const found = all.find((interpreter) => matchesVersion(interpreter.version, version));
    if (found !== undefined) return found;
    throw missing("javascript", version, all, "install Node.js, such as: apt install nodejs");
  }

  /** The version of /bin/bash, such as 5.2.15. */
  bash(): Promise<string> {
    this.#bash ??= bashVersion();
    return this.#bash;
  }

  /** All usable interpreters of a kind, the preferred one first. */
  all(kind: "python" | "node"): Promise<Interpreter[]> {
    const found = this.#found.get(kind) ?? this.#find(kind);
    this.#found.set(kind, found);
    return found;
  }

  async #find(kind: "python" | "node"): Promise<Interpreter[]> {
    const files = kind === "node" ? [process.execPath, ...candidates(kind)] : candidates(kind);
    const known = await this.#recall();
    const asked = await Promise.all(files.map((file) => this.#ask(kind, file, known)));
    await this.#remember(known);
    const usable = new Map<string, Interpreter>();
    for (const interpreter of asked) {
      if (interpreter === undefined || (kind === "python" && !isAtLeast(interpreter.version, OLDEST_PYTHON))) continue;
      if (!usable.has(interpreter.executable)) usable.set(interpreter.executable, interpreter);
    }
    const [first, ...others] = usable.values();
    return first === undefined ? [] : [first, ...others.toSorted((a, b) => byVersion(b.version, a.version))];
  }

  async #ask(kind: "python" | "node", file: string, known: Remembered): Promise<Interpreter | undefined> {
    const print = fingerprint(file);
    const before = known[file];
    // A shim stays the same file when the version behind it changes, so what it leads to is checked as well.
    const target = before?.interpreter?.executable;
    if (before?.fingerprint === print && (target === undefined || fingerprint(target) !== ""))
      return before.interpreter;
    const interpreter = await probe(kind, file);
    known[file] = { fingerprint: print, ...(interpreter === undefined ? {} : { interpreter }) };
    return interpreter;
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

async function bashVersion(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("/bin/bash", ["--norc", "-c", "echo $BASH_VERSION"], { env: {} });
    return /^\d+(\.\d+)*/.exec(stdout)?.[0] ?? "unknown";
  } catch (cause) {
    throw new GloveboxError("engine_unavailable", "no /bin/bash was found on this machine", {
      advice: "install bash, such as: apt install bash",
      cause,
    });
  }
}

function missing(
  language: string,
  version: string | undefined,
  all: readonly Interpreter[],
  advice: string,
): GloveboxError {
  const have = [...new Set(all.map((interpreter) => interpreter.version))];
  if (version === undefined || have.length === 0) {
    return new GloveboxError("engine_unavailable", `no ${language} was found on this machine`, { advice });
  }
  return new GloveboxError(
    "unknown_language",
    `${language}@${version} is not on this machine; found: ${have.join(", ")}`,
    {
      field: "language",
      advice,
    },
  );
}
