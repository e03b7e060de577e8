import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type InstalledPackage, minorVersion, type Python } from "./environment.ts";
import { installerFailure } from "./failures.ts";
import type { InstallationProgress } from "./installationProgress.ts";
import { installerEnvironment } from "./installerEnvironment.ts";
import { runInstaller } from "./installerProcess.ts";
import { chooseInstaller, compileCommand, type Workplace } from "./installers.ts";
import { installedPackages, SITE_PACKAGES, writeManifest } from "./manifest.ts";
import { createStaging, removeOwnStagings, removeTree } from "./staging.ts";

export type Installation = {
  name: string;
  /** The environment's directory name. */
  id: string;
  /** Text of the lock file. */
  lock: string;
  python: Python;
  dataDir: string;
  /** Directory of all environments. */
  environments: string;
};

/**
 * Fills the staging folder with what the lock asks for, and says what that was. `final` is where it will lie.
 */
export type Fill = (
  installation: Installation,
  staging: string,
  final: string,
  signal: AbortSignal,
  progress: InstallationProgress,
) => Promise<InstalledPackage[]>;

/** Builds an environment beside its place and then shows it with one rename. The caller has the environment's turn. */
export async function buildEnvironment(
  installation: Installation,
  fill: Fill,
  signal: AbortSignal,
  progress: InstallationProgress,
): Promise<void> {
  const { name, id, environments, python } = installation;
  const final = join(environments, id);
  await removeOwnStagings(environments, id);
  const staging = await createStaging(environments, id);
  try {
    const packages = await fill(installation, staging, final, signal, progress);
    await writeManifest(staging, name, minorVersion(python), packages);
    signal.throwIfAborted();
    await removeTree(final); // what is there has no readable manifest
    await rename(staging, final);
  } finally {
    await removeTree(staging);
  }
}

/** Fills it with Python packages, by the installer that the machine has. */
export async function installPackages(
  { name, lock, python, dataDir }: Installation,
  staging: string,
  final: string,
  signal: AbortSignal,
  progress: InstallationProgress,
): Promise<InstalledPackage[]> {
  const target = join(staging, SITE_PACKAGES);
  const place = await createWorkplace(staging);
  const lockFile = join(place.directory, "requirements.lock");
  await mkdir(target);
  await writeFile(lockFile, lock);

  const installer = await chooseInstaller(python, place, signal);
  progress.start();
  const installed = await runInstaller(installer(lockFile, target), signal, (line) => progress.line(line));
  if (!installed.succeeded) throw installerFailure(name, installed.lastLines, dataDir);

  progress.say("compiling");
  // Some packages hold files that no Python compiles, such as test data; those say so when they are imported.
  await runInstaller(compileCommand(python, place, target, join(final, SITE_PACKAGES)), signal);
  await removeTree(place.directory);
  return installedPackages(target);
}

async function createWorkplace(staging: string): Promise<Workplace> {
  const directory = join(staging, "work");
  await mkdir(directory);
  return { directory, env: installerEnvironment(process.env, directory) };
}
