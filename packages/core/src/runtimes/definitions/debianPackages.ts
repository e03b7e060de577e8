import { PLACES } from "../language.ts";

/** Variables that make programs find Debian packages where they are unpacked; see sandbox/glovebox_sandbox/installing/apt_packages.py. */
export const WITH_DEBIAN_PACKAGES = `. ${PLACES.packages}/environment.sh`;

/** The same command, which finds the packages where there are any. */
export function withDebianPackages(command: readonly [string, ...string[]], hasPackages: boolean): readonly string[] {
  return hasPackages ? ["/bin/sh", "-c", `${WITH_DEBIAN_PACKAGES}; exec "$0" "$@"`, ...command] : command;
}
