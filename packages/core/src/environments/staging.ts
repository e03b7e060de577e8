import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Turn, takeTurn, tryTurn } from "./turn.ts";

const STAGING = /^\.staging-(.+)-[0-9a-f]{8}$/;

/**
 * A place beside the environments in which one is built before a rename shows it.
 * Only the holder of an environment's turn has such a place for it. So a staging whose turn is free is left over from
 * a process that died.
 */
export async function createStaging(environments: string, id: string): Promise<string> {
  const staging = stagingPath(environments, id);
  await mkdir(staging);
  return staging;
}

/** A fresh name: an installer that outlives its host never writes into the place of the next one. */
export function stagingPath(environments: string, id: string): string {
  return join(environments, `.staging-${id}-${randomBytes(4).toString("hex")}`);
}

/** Waits for the right to build or remove the environment. */
export function takeEnvironmentTurn(
  environments: string,
  id: string,
  signal: AbortSignal,
  onWait: () => void,
): Promise<Turn> {
  return takeTurn(turnFile(environments, id), signal, onWait);
}

/** Removes what an interrupted installation of this environment left. The caller has its turn. */
export async function removeOwnStagings(environments: string, id: string): Promise<void> {
  for (const [staging, owner] of await stagings(environments)) {
    if (owner === id) await removeTree(join(environments, staging));
  }
}

/** Removes what interrupted installations left. Leaves alone what is being built, and all of a read-only directory. */
export async function removeStaleStagings(environments: string): Promise<void> {
  const found = await stagings(environments);
  if (found.length === 0 || !(await isWritable(environments))) return;
  for (const [staging, id] of found) {
    using turn = tryTurn(turnFile(environments, id));
    if (turn !== undefined) await removeTree(join(environments, staging));
  }
}

/** Retries, because a killed installer's last writes may still land. */
export async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

async function stagings(environments: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const entry of await readdir(environments)) {
    const id = STAGING.exec(entry)?.[1];
    if (id !== undefined) found.push([entry, id]);
  }
  return found;
}

async function isWritable(directory: string): Promise<boolean> {
  return access(directory, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function turnFile(environments: string, id: string): string {
  return join(environments, `.${id}.lock`);
}
