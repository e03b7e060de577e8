import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Registry, Upstreams } from "../upstreams.ts";
import { findUpstreams } from "./findUpstreams.ts";

/** The upstreams of a machine that has these variables, and these files: `~/…` in the home folder, `/…` in the system. */
export async function upstreamsOf(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Upstreams> {
  const root = await mkdtemp(join(tmpdir(), "glovebox-machine-"));
  try {
    const at = (path: string) => join(root, path.replace(/^~/, "home/me"));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), text);
    }
    const variables = Object.entries(environment).map(([name, value]) => [name, value.replace(/^@/, `${root}/`)]);
    return await findUpstreams(Object.fromEntries(variables), at("~"), root);
  } finally {
    await rm(root, { recursive: true });
  }
}

/** What a registry is asked with: its address, and the login as it was before it was encoded. */
export function summary({ url, headers = {} }: Registry): string {
  const [scheme = "", value = ""] = headers["authorization"]?.split(" ") ?? [];
  if (scheme === "") return url;
  return `${url} ${scheme === "Basic" ? Buffer.from(value, "base64").toString() : `${scheme} ${value}`.trim()}`;
}
