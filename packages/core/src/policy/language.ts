import { GloveboxError, type Policy } from "@glovebox/protocol";
import type { Language } from "../runtimes/language.ts";

/** Throws where a policy is asked for that nobody can check. */
export function refusePolicyFor({ id }: Language, policy: Policy): void {
  if (policy === "off" || id === "python") return;
  throw new GloveboxError("invalid_request", `policy: ${JSON.stringify(policy)} is for python only, not for ${id}`, {
    field: "policy",
    advice: "leave policy out: the sandbox is what keeps the program in",
  });
}
