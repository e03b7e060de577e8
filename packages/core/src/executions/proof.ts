import type { Limits } from "@glovebox/protocol";
import type { Equipped } from "../engines/engines.ts";
import { BASE } from "../environments/environment.ts";

/**
 * Builds a sandbox of the engine, or throws why it cannot: asked before anything is installed for it that nothing could
 * run in.
 */
export async function proveUsable(
  { engine, environments }: Equipped,
  version: string | undefined,
  limits: Limits,
  signal?: AbortSignal,
): Promise<void> {
  const environment = await environments.find(BASE, version);
  if (environment === undefined) return;
  const sandbox = await engine.open({ language: "python", version, environment, limits }, signal);
  await sandbox[Symbol.asyncDispose]();
}
