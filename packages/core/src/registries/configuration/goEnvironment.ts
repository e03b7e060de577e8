import { join } from "node:path";
import type { GoUpstream, Registry } from "../upstreams.ts";
import { hostOf, type Machine, registryAt } from "./machine.ts";
import { withNetrc } from "./netrc.ts";

const PUBLIC = "https://proxy.golang.org,direct";
const PUBLIC_CHECKSUMS = "sum.golang.org";

type Proxies = { registry: Registry; fallThrough: "missing" | "any" }[];

/** Go's module proxies and checksum database, from its variables and from the file that `go env -w` writes. */
export async function findGo(machine: Machine): Promise<GoUpstream | undefined> {
  const settings = await goSettings(machine);
  const proxies = await proxiesOf(machine, settings("GOPROXY") ?? PUBLIC);
  if (proxies.length === 0) {
    machine.note("go", "GOPROXY names no proxy, and modules come from a proxy only");
    return undefined;
  }
  const unsummed = settings("GONOSUMDB") ?? settings("GOPRIVATE");
  const checksums = await checksumsOf(machine, settings("GOSUMDB") ?? PUBLIC_CHECKSUMS);
  return {
    proxies,
    ...(checksums && { checksums: { name: checksums.name, registry: checksums.registry } }),
    unproxied: (settings("GONOPROXY") ?? settings("GOPRIVATE") ?? "").split(",").filter((pattern) => pattern !== ""),
    variables: { GOSUMDB: checksums?.key ?? "off", ...(unsummed && { GONOSUMDB: unsummed }) },
  };
}

/** `direct` and `off` end the list: nothing behind them comes from a proxy. */
async function proxiesOf(machine: Machine, list: string): Promise<Proxies> {
  const connection = await machine.connection();
  const proxies: Proxies = [];
  for (const [, address = "", separator] of list.matchAll(/([^,|]+)([,|]?)/g)) {
    if (["direct", "off"].includes(address.trim())) break;
    const registry = registryAt(address, connection);
    if (registry === undefined) {
      machine.note("go", `a proxy of GOPROXY is left out: ${hostOf(address)} is not reached by HTTP`);
      continue;
    }
    proxies.push({ registry: await withNetrc(machine, registry), fallThrough: separator === "|" ? "any" : "missing" });
  }
  return proxies;
}

/** `off`, or `name`, `name+key` and an address of its own. */
async function checksumsOf(machine: Machine, setting: string) {
  if (setting === "off") return undefined;
  const alias = setting === "sum.golang.google.cn" ? `${PUBLIC_CHECKSUMS} https://${setting}` : setting;
  const [key = "", address] = alias.trim().split(/\s+/);
  const name = key.replace(/\+.*$/s, "");
  const registry = registryAt(address ?? `https://${name}`, await machine.connection());
  if (registry === undefined) return undefined;
  return { name, key, registry: await withNetrc(machine, registry) };
}

async function goSettings(machine: Machine): Promise<(name: string) => string | undefined> {
  const file = machine.variable("GOENV");
  const folder = machine.variable("XDG_CONFIG_HOME") ?? join(machine.home, ".config");
  const text = file === "off" ? undefined : await machine.read(file ?? join(folder, "go/env"));
  const written = new Map((text ?? "").split(/\r?\n/).map((line) => pairOf(line)));
  return (name) => machine.variable(name) ?? (written.get(name) || undefined);
}

function pairOf(line: string): [string, string] {
  const equals = line.indexOf("=");
  return [line.slice(0, Math.max(0, equals)), line.slice(equals + 1).trim()];
}
