import { lookup } from "node:dns";
import { lookup as lookUp } from "node:dns/promises";
import { BlockList, isIP, isIPv6, type LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import { Refusal } from "../failures.ts";

/*
 * Theory of operation. A link of an index page and the target of a redirect are what somebody else wrote. They must not
 * lead to what only this machine can reach. So the addresses behind such a host are looked at, and the connection is made
 * to one that was looked at: `guardedLookup` is the look-up of that very connection. `requirePublicHost` comes before
 * it, for addresses that need no look-up, and for hosts that a proxy looks up.
 */

/** A look-up that knows public addresses only. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) return callback(error, "", 0);
    const reachable = found.filter(({ address }) => isPublic(address));
    const [first] = reachable;
    if (first === undefined) return callback(notPublic(hostname), "", 0);
    if (options.all === true) callback(null, reachable);
    else callback(null, first.address, first.family);
  });
};

/** Throws where a host has no public address. One that cannot be looked up here passes: a proxy may know it. */
export async function requirePublicHost(hostname: string): Promise<void> {
  const literal = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(literal) !== 0) {
    if (!isPublic(literal)) throw notPublic(hostname);
    return;
  }
  const found = await lookUp(hostname, { all: true }).catch(() => []);
  if (found.length > 0 && !found.some(({ address }) => isPublic(address))) throw notPublic(hostname);
}

/** Whether an address can belong to a server of the internet, and not to this machine. */
export function isPublic(address: string): boolean {
  if (isOwn(address) || address.includes("%")) return false; // only a link-local address names its interface
  if (!isIPv6(address)) return !refused.check(address, "ipv4");
  // Global unicast is 2000::/3. Mapped, NAT64, unique local, link-local and multicast addresses all lie outside of it.
  return globalUnicast.check(address, "ipv6") && !refused.check(address, "ipv6");
}

const globalUnicast = blockList("ipv6", ["2000::/3"]);

const refused = blockList(
  "ipv4",
  [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10", // carriers' NAT
    "127.0.0.0/8",
    "168.63.129.16/32", // a cloud's metadata service at a public address
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
  ],
  blockList("ipv6", ["2001::/23", "2002::/16"]), // Teredo and 6to4 carry an IPv4 address
);

function blockList(family: "ipv4" | "ipv6", networks: readonly string[], list = new BlockList()): BlockList {
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((own) => own?.some((one) => one.address === address));
}

function notPublic(hostname: string): Refusal {
  return new Refusal(
    403,
    `a link to ${hostname} is not followed: it has no public address and is no configured registry`,
  );
}
