import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { guardedLookup, isPublic, requirePublicHost } from "./addresses.ts";

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.0.1",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:8.8.8.8",
  "::8.8.8.8",
  "64:ff9b::808:808",
  "64:ff9b:1::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "2001:0:1::1",
  "2002:7f00:1::1",
  "100::1",
])("[registries.reach] %s is no address of the internet", (address) => {
  expect(isPublic(address)).toBe(false);
});

test.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "2a04:4e42::223"])("%s is one", (address) => {
  expect(isPublic(address)).toBe(true);
});

test("[registries.reach] this machine's own addresses are none", () => {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses?.map(({ address }) => address) ?? []);
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter(isPublic)).toEqual([]);
});

test("[registries.reach] a name of a private address is refused, also by the look-up of the connection", async () => {
  await expect(requirePublicHost("localhost")).rejects.toThrow(/is not followed/);
  for (const all of [true, false]) {
    const error = await new Promise((resolve) => guardedLookup("localhost", { all }, (failed) => resolve(failed)));
    expect(String(error)).toMatch(/is not followed/);
  }
});
