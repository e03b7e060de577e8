import { z } from "zod";
import type { Told } from "../toolchain.ts";

const Json = z.object({
  executable: z.string(),
  version: z.string(),
  prefix: z.string(),
  implementation: z.string(),
  sharedLibrary: z.boolean(),
});

/** What an interpreter says of itself as JSON. Undefined where it is another implementation than the wanted one. */
export function readJson(said: string, wanted: string): Told | undefined {
  const { implementation, ...told } = Json.parse(JSON.parse(said));
  return implementation === wanted ? told : undefined;
}

/** The version that the pattern's first group finds. */
export function readVersion(pattern: RegExp): (said: string) => Told | undefined {
  return (said) => {
    const version = pattern.exec(said)?.[1];
    return version === undefined ? undefined : { version };
  };
}
