import { GloveboxError } from "@glovebox/protocol";

/** What usually stands behind a failed step, with the command that mends it. */
const REMEDIES: readonly { step: RegExp; advice: string }[] = [
  {
    step: /outer user namespace|inner namespaces|outer namespaces/,
    advice:
      "allow unprivileged user namespaces: sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000" +
      " (Ubuntu 23.10 and newer: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0; Docker: --security-opt seccomp=unconfined)",
  },
  {
    step: /mount proc|mount outer \/proc|mount \/proc/,
    advice: "a masked /proc forbids a fresh one; in Docker run with --security-opt systempaths=unconfined",
  },
  { step: /mount_setattr/, advice: "Linux 5.12 or newer is needed" },
  {
    step: /mount|pivot|bind/,
    advice: "in Docker run with --security-opt apparmor=unconfined --security-opt seccomp=unconfined",
  },
  { step: /_map|mapped/, advice: "run as root with a full uid range, or as an ordinary user" },
  { step: /seccomp|NO_NEW_PRIVS/, advice: "the kernel must be built with CONFIG_SECCOMP_FILTER" },
];

/** A wall that cannot stand. Nothing of the user's has run. */
export function wallFailure(step: string, message: string): GloveboxError {
  const remedy = REMEDIES.find((known) => known.step.test(step) || (step === "" && known.step.test(message)));
  return new GloveboxError(
    "engine_unavailable",
    `the native engine cannot build its wall on this machine: ${message}`,
    {
      advice: remedy?.advice ?? 'see docs/security.md, "What the machine must offer"',
      survives: "nothing",
    },
  );
}
