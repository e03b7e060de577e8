import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import type { Environment, InstalledPackage } from "../../environments/environment.ts";
import type { EnvironmentKind } from "../../environments/store.ts";
import type { Boot } from "./orders.ts";
import type { LockedPackage, PyodideLock } from "./tools.ts";

const WHEELS = "wheels";
const LOCK = "wheels.json";
const ATTEMPTS = 2;

/** Environments that are a folder of wheels, each fetched by the hash that the lock has for it. `source` is the folder's URL. */
export function wheelhouse(source: () => Promise<string>): EnvironmentKind {
  return {
    folder: "portable-environments",
    packagesOf: (lock) => new Map(packagesIn(lock).map(({ name }) => [name, 1])),
    fill: async ({ name, lock }, staging, _final, signal, progress) => {
      const folder = join(staging, WHEELS);
      await mkdir(folder);
      const base = withSlash(await source());
      progress.start();
      for (const wheel of packagesIn(lock)) {
        progress.say(`downloading ${wheel.name}`);
        await writeFile(join(folder, wheel.file_name), await fetched(name, wheel, base, signal));
        progress.ready(wheel.name);
      }
      await writeFile(join(staging, LOCK), lock);
      return packagesIn(lock).map(({ name: wheel, version }): InstalledPackage => ({ name: wheel, version }));
    },
  };
}

/** The packages of an environment as a sandbox loads them; null for `base`. */
export async function loadedPackages({ directory }: Environment): Promise<Boot["packages"]> {
  if (directory === undefined) return null;
  return { folder: join(directory, WHEELS), lock: JSON.parse(await readFile(join(directory, LOCK), "utf8")) };
}

function packagesIn(lock: string): LockedPackage[] {
  return Object.values((JSON.parse(lock) as PyodideLock).packages);
}

/** Without the right hash nothing is kept, wherever it came from. */
async function fetched(environment: string, wheel: LockedPackage, base: string, signal: AbortSignal): Promise<Buffer> {
  const url = new URL(wheel.file_name, base);
  let problem = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const answer = await fetch(url, { signal });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const content = Buffer.from(await answer.arrayBuffer());
      const sha256 = createHash("sha256").update(content).digest("hex");
      if (sha256 === wheel.sha256) return content;
      problem = `what came has the hash ${sha256}, not ${wheel.sha256}`;
    } catch (error) {
      signal.throwIfAborted();
      problem = describe(error);
    }
  }
  throw new GloveboxError(
    "environment_failed",
    `the environment "${environment}" of the portable engine could not be installed: ${wheel.file_name} from ${base}: ${problem}`,
    {
      advice:
        "programs that need only base run without it; for this one, allow this machine to reach that address, or set wheelUrl to a copy of that folder",
      survives: "engine",
    },
  );
}

function describe(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}
