import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { vi } from "vitest";
import type { Python } from "./environment.ts";

/** A place for one test, with a package index of one tiny wheel in it and nothing else. */
export type Bench = AsyncDisposable & {
  directory: string;
  dataDir: string;
  python: Python;
  /** Writes a lock for `tiny`, with the wheel's hash or a given one, and gives it as the store's locks. */
  locks(hash?: string): Promise<ReadonlyMap<string, string>>;
  /** Puts a `uv` first on PATH that is this shell script; $target is where it must install. */
  fakeUv(installing: string): Promise<void>;
};

export async function createBench(): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), "glovebox-environments-"));
  const python = realPython();
  const wheel = buildWheel(python, directory);
  vi.stubEnv("PIP_NO_INDEX", "1");
  vi.stubEnv("PIP_FIND_LINKS", directory);
  vi.stubEnv("UV_NO_INDEX", "1");
  vi.stubEnv("UV_FIND_LINKS", directory);
  return {
    directory,
    dataDir: join(directory, "data"),
    python,
    locks: async (hash) => {
      const lock = join(directory, `tiny-${hash ?? "right"}.lock`);
      const sha256 =
        hash ??
        createHash("sha256")
          .update(await readFile(wheel))
          .digest("hex");
      await writeFile(lock, `# made by a test\ntiny==1.0 \\\n    --hash=sha256:${sha256}\n`);
      return new Map([["tiny", lock]]);
    },
    fakeUv: async (installing) => {
      const bin = join(directory, "bin");
      await mkdir(bin, { recursive: true });
      await writeFile(join(bin, "uv"), `${FAKE_UV}${installing}\n`);
      await chmod(join(bin, "uv"), 0o755);
      vi.stubEnv("PATH", [bin, process.env["PATH"]].join(delimiter));
    },
    [Symbol.asyncDispose]: async () => {
      vi.unstubAllEnvs();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Makes the package as an installer would. */
export const INSTALL_TINY = `
mkdir -p "$target/tiny-1.0.dist-info"
echo 'answer = 42' > "$target/tiny.py"
printf 'Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n' > "$target/tiny-1.0.dist-info/METADATA"
`;

const FAKE_UV = `#!/bin/sh
[ "$1" = --version ] && exit 0
while [ "$1" != --target ]; do shift; done
target=$2
`;

const WHEEL_MAKER = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tiny.py", "answer = 42\\n")
    wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("tiny-1.0.dist-info/RECORD", "tiny.py,,\\n")
`;

function buildWheel(python: Python, directory: string): string {
  const wheel = join(directory, "tiny-1.0-py3-none-any.whl");
  execFileSync(python.executable, ["-I", "-c", WHEEL_MAKER, wheel]);
  return wheel;
}

/** Behind python3, which may be a version manager's shim. */
function realPython(): Python {
  const code = "import platform, sys; print(sys.executable); print(platform.python_version())";
  const [executable = "", version = ""] = execFileSync("python3", ["-I", "-c", code], { encoding: "utf8" }).split("\n");
  return { executable, version };
}

/** A PATH without the directories that have a uv. */
export function pathWithoutUv(): string {
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  return directories.filter((directory) => !hasUv(directory)).join(delimiter);
}

export function uvOnPath(): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some(hasUv);
}

function hasUv(directory: string): boolean {
  try {
    execFileSync(join(directory, "uv"), ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false; // no uv here, or one that does not run
  }
}

/** The TypeScript of this folder, for a test's own processes. */
export const STORE_MODULE = new URL("./store.ts", import.meta.url).href;
