import { lstat, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import type { Environment, InstalledPackage } from "./environment.ts";

export const MANIFEST = "environment.json";
export const SITE_PACKAGES = "site-packages";

/** What an installed environment says of itself. It is written last, so a directory without one is no environment. */
const Manifest = z.object({
  name: z.string(),
  python: z.string().describe("Major and minor version, such as 3.11"),
  createdAt: z.string().describe("ISO 8601"),
  packages: z.array(z.object({ name: z.string(), version: z.string() })),
  bytes: z.number().int().describe("Sum of the sizes of its files"),
});
type Manifest = z.infer<typeof Manifest>;

/** The environment in the directory, or undefined where there is none that is whole. */
export async function readEnvironment(directory: string): Promise<Environment | undefined> {
  const manifest = Manifest.safeParse(await readJson(join(directory, MANIFEST)));
  if (!manifest.success) return undefined;
  const { name, python, packages, bytes } = manifest.data;
  return { name, directory, sitePackages: join(directory, SITE_PACKAGES), python, packages, bytes };
}

/** Describes what was installed into the directory. */
export async function writeManifest(
  directory: string,
  name: string,
  python: string,
  packages: InstalledPackage[],
): Promise<void> {
  const manifest: Manifest = {
    name,
    python,
    createdAt: new Date().toISOString(),
    packages,
    bytes: await treeBytes(directory),
  };
  await writeFile(join(directory, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined; // missing, unreadable or cut off: all mean that there is no environment
  }
}

/** What the metadata in a folder of Python packages says. */
export async function installedPackages(sitePackages: string): Promise<InstalledPackage[]> {
  const entries = await readdir(sitePackages);
  const found = entries.filter((entry) => entry.endsWith(".dist-info"));
  const packages = await Promise.all(found.map((entry) => readPackage(join(sitePackages, entry))));
  return packages.toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
}

/** The directory's name has both too, but spells the name differently. */
async function readPackage(distInfo: string): Promise<InstalledPackage> {
  const metadata = await readFile(join(distInfo, "METADATA"), "utf8");
  const [name = "", version = ""] = basename(distInfo, ".dist-info").split("-");
  return {
    name: /^Name: *(\S+)/m.exec(metadata)?.[1] ?? name,
    version: /^Version: *(\S+)/m.exec(metadata)?.[1] ?? version,
  };
}

async function treeBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true });
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? treeBytes(path) : (await lstat(path)).size;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
