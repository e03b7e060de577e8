import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What callers of a sandbox must show, where it was made so. */
export type Tokens = {
  readonly envdAccessToken?: string;
  readonly trafficAccessToken?: string;
};

export function newToken(): string {
  return randomBytes(24).toString("hex");
}

export function isToken(given: string | undefined, token: string): boolean {
  if (given === undefined) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

export type SignedCall = {
  readonly path: string;
  readonly operation: "read" | "write";
  readonly user: string;
  readonly signature: string;
  readonly expiration: string | undefined;
};

/** Whether a URL was signed by somebody who has the token. As E2B's libraries sign. */
export function isSigned({ path, operation, user, signature, expiration }: SignedCall, token: string): boolean {
  const parts = [path, operation, user, token, ...(expiration === undefined ? [] : [expiration])];
  const hash = createHash("sha256").update(parts.join(":")).digest("base64").replace(/=+$/, "");
  return isToken(signature, `v1_${hash}`);
}

/** Of a call that is signed: the time is signed with it. */
export function isExpired({ expiration }: SignedCall): boolean {
  return expiration !== undefined && !(Number(expiration) * 1_000 >= Date.now());
}
