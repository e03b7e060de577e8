import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { z } from "zod";

const NONCE = 12;
const TAG = 16;

/** A link that an index page of a registry holds. */
const Link = z.object({ registry: z.number(), url: z.string() });
export type Link = z.infer<typeof Link>;

/**
 * Turns links into words that a sandbox can hand back, but neither read nor make: a link may hold a signature or a
 * password, and no sandbox chooses what the host fetches. The same link gives the same word.
 */
export class SealedLinks {
  readonly #key = randomBytes(32);

  seal(link: Link): string {
    const text = JSON.stringify(link);
    const nonce = createHmac("sha256", this.#key).update(text).digest().subarray(0, NONCE);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce, { authTagLength: TAG });
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** Answers nothing for a word that `seal` did not give. */
  open(word: string): Link | undefined {
    const bytes = Buffer.from(word, "base64url");
    if (bytes.length < NONCE + TAG) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString("utf8");
      return Link.parse(JSON.parse(text));
    } catch {
      return undefined; // `final` throws where the tag is not of these bytes
    }
  }
}
