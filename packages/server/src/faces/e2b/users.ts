import { Unauthorized } from "./failures.ts";

/** Of the one user of a sandbox. What `root` could do beyond that the kernel refuses where it is tried. */
const NAMES: ReadonlySet<string | undefined> = new Set([undefined, "", "user", "root"]);

/** Throws where somebody else is asked for. */
export function requireUser(name: string | undefined): void {
  if (NAMES.has(name)) return;
  const given = JSON.stringify(name?.slice(0, 80));
  throw new Unauthorized(`invalid username: ${given}; a sandbox here has one user, "user", whom "root" means too`);
}

/** The name in a header such as `Basic dXNlcjo=`. */
export function userOf(authorization: string | undefined): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{0,400})$/i.exec(authorization ?? "") ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8").split(":")[0];
}
