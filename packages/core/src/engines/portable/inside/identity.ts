import process from "node:process";

/**
 * Who a program finds itself to be. Deno refuses to say, and libraries ask while they load, so this is imported first.
 */
const ids = { getuid: 1000, geteuid: 1000, getgid: 1000, getegid: 1000 } as const;
for (const [name, id] of Object.entries(ids))
  Object.defineProperty(process, name, { value: () => id, writable: true, configurable: true });
