import { Sandbox } from "@e2b/code-interpreter";
import { openGlovebox } from "../../packages/server/src/wiring.ts";
import { serve } from "../server/served.ts";

export const KEY = `e2b_${"0".repeat(40)}`;
export const OTHER_KEY = `e2b_${"1".repeat(40)}`;
export const MIB = 1024 ** 2;
export const sandboxDefaults = {
  maxAgeMs: 3_600_000,
  memoryBytes: 512 * MIB,
  processes: 128,
  workspaceBytes: 64 * MIB,
  fileBytes: 32 * MIB,
  openFiles: 256,
  timeoutMs: 60_000,
  cpuMs: 60_000,
  outputBytes: MIB,
};

/** A server to which E2B's library goes by itself from now on. */
export type E2b = AsyncDisposable & { readonly url: string };

export async function serveE2b(): Promise<E2b> {
  const served = await serve(
    { armed: 0, sandboxes: { ...sandboxDefaults, most: 12, mostPerPrincipal: 10 } },
    openGlovebox,
  );
  // All that a client of E2B's sets to come here.
  Object.assign(process.env, { E2B_API_URL: served.url, E2B_SANDBOX_URL: served.url, E2B_API_KEY: KEY });
  return served;
}

export type Made = AsyncDisposable & { readonly sandbox: Sandbox };
export async function make(options: object = {}): Promise<Made> {
  const sandbox = await Sandbox.create("base", options);
  return { sandbox, [Symbol.asyncDispose]: async () => void (await sandbox.kill()) };
}

/** As older libraries of E2B's could: with an id alone its files and commands can be reached. */
export async function makeOpen({ url }: E2b): Promise<AsyncDisposable & { readonly id: string }> {
  const headers = { "X-API-KEY": KEY, "Content-Type": "application/json" };
  const body = JSON.stringify({ templateID: "base", secure: false });
  const answer = await fetch(`${url}/sandboxes`, { method: "POST", headers, body });
  const { sandboxID: id } = (await answer.json()) as { sandboxID: string };
  return { id, [Symbol.asyncDispose]: async () => void (await Sandbox.kill(id)) };
}
