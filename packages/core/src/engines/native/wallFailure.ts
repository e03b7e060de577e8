import { GloveboxError } from "@glovebox/protocol";

/** The command or setting that mends each thing that can stand in a wall's way. */
export const mendings = Object.freeze({
  userNamespaces: "sysctl -w user.max_user_namespaces=15000",
  usernsClone: "sysctl -w kernel.unprivileged_userns_clone=1",
  apparmor: "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
  maskedProc: "in Docker run with --security-opt systempaths=unconfined",
  dockerMounts: "in Docker run with --security-opt apparmor=unconfined --security-opt seccomp=unconfined",
  seccomp: "the kernel must be built with CONFIG_SECCOMP_FILTER",
  userCgroups: "systemd-run --user --scope -p Delegate=yes glovebox serve",
  rootCgroups: "systemd-run --scope -p Delegate=yes glovebox serve",
  containerCgroups: "in Docker run with --privileged --cgroupns=host",
});

/** What usually stands behind a failed step, with the command that mends it. */
const REMEDIES: readonly { step: RegExp; advice: string }[] = [
  {
    step: /outer user namespace|inner namespaces|outer namespaces/,
    advice:
      "allow unprivileged user namespaces: sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000" +
      ` (Ubuntu 23.10 and newer: ${mendings.apparmor}; Docker: --security-opt seccomp=unconfined)`,
  },
  {
    step: /mount proc|mount outer \/proc|mount \/proc/,
    advice: `a masked /proc forbids a fresh one; ${mendings.maskedProc}`,
  },
  { step: /mount_setattr/, advice: "Linux 5.12 or newer is needed" },
  { step: /mount|pivot|bind/, advice: mendings.dockerMounts },
  { step: /_map|mapped/, advice: "run as root with a full uid range, or as an ordinary user" },
  { step: /seccomp|NO_NEW_PRIVS/, advice: mendings.seccomp },
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
