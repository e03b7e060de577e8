import { Unauthorized } from "./failures.ts";

/** There is one user in a sandbox. Throws where another is asked for, root above all. */
export function requireUser(name: string | undefined): void {
  if (name === undefined || name === "" || name === "user") return;
  throw new Unauthorized(`invalid username: ${JSON.stringify(name.slice(0, 80))}; a sandbox here has only "user"`);
}

/** The name in a header such as `Basic dXNlcjo=`. */
export function userOf(authorization: string | undefined): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{0,400})$/i.exec(authorization ?? "") ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8").split(":")[0];
}
