import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import type { DebianArchive } from "../../registries/upstreams.ts";
import { REGISTRIES } from "../installer.ts";

/** What the machine has installed. */
export const STATUS = "/var/lib/dpkg/status";
const TRUSTED = "/etc/apt/trusted.gpg.d";
const ARMOUR = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

/** What apt reads in a sandbox: the mirror's archives, the keys that they are signed with, and what is installed. */
export type AptFiles = { readonly list: string; readonly files: Readonly<Record<string, string | Uint8Array>> };

/** Changes with what is installed, which an installation counts on. */
export async function installedOn(status: string): Promise<string> {
  const found = await stat(status).catch(() => undefined);
  if (found !== undefined) return `${found.size}-${found.mtimeMs}`;
  throw new GloveboxError("packages_failed", "packages: this machine has no apt, which these packages come with", {
    field: "packages",
    advice: "run on Debian or Ubuntu, or leave packages out",
  });
}

export async function aptFiles(archives: readonly DebianArchive[]): Promise<AptFiles> {
  const files: Record<string, string | Uint8Array> = { status: await readFile(STATUS), ...(await trustedKeys()) };
  const lines: string[] = [];
  for (const [number, archive] of archives.entries()) {
    const key = await keyOf(archive, number);
    if (key !== undefined) files[key.name] = key.content;
    lines.push(...linesOf(archive, number, key?.name));
  }
  if (lines.length === 0) {
    throw new GloveboxError("packages_failed", "packages: apt has no archive on this machine", {
      field: "packages",
      advice: "add one to /etc/apt/sources.list.d",
    });
  }
  const list = `${lines.join("\n")}\n`;
  return { list, files: { ...files, "sources.list": list } };
}

function linesOf({ suites, components, architectures, trusted }: DebianArchive, number: number, key?: string) {
  const options = [
    ...(architectures.length === 0 ? [] : [`arch=${architectures.join(",")}`]),
    ...(key === undefined ? [] : [`signed-by=/workspace/${key}`]),
    ...(trusted === true ? ["trusted=yes"] : []),
  ];
  const start = options.length === 0 ? "deb" : `deb [${options.join(" ")}]`;
  return suites.map((suite) => [start, `${REGISTRIES}/debian/${number}`, suite, ...components].join(" "));
}

/** A key in the sources themselves, or in a file that the sandbox may not see. */
async function keyOf({ signedBy }: DebianArchive, number: number) {
  if (signedBy === undefined) return undefined;
  const content = signedBy.includes(ARMOUR) ? Buffer.from(`${signedBy}\n`) : await readFile(signedBy);
  return { name: `keys/${number}.${content.includes(ARMOUR) ? "asc" : "gpg"}`, content };
}

/** Keys for archives that name none. */
async function trustedKeys(): Promise<Record<string, Uint8Array>> {
  const names = (await readdir(TRUSTED).catch(() => [])).filter((name) => /\.(?:asc|gpg)$/.test(name));
  const read = async (name: string) => [`keys/trusted-${name}`, await readFile(join(TRUSTED, name))] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}
