/** An interpreter that environments are built for and run by: the real binary, never a version manager's shim. */
export type Python = {
  /** Absolute path, such as /usr/bin/python3.11. */
  executable: string;
  /** Such as 3.11.2. */
  version: string;
};

export type InstalledPackage = { name: string; version: string };

/** A set of packages that is ready to use with one Python. */
export type Environment = {
  name: string;
  /** Absolute path of all that belongs to it; undefined for `base`. */
  directory: string | undefined;
  /** Absolute path to put on Python's module path, read-only; undefined for `base`. */
  sitePackages: string | undefined;
  /** Major and minor version, such as 3.11. */
  python: string;
  packages: readonly InstalledPackage[];
  /** Sum of the sizes of its files, in bytes. */
  bytes: number;
};

/** Where an installation stands; done and total count packages, and done reaches total at the very end only. */
export type InstallProgress = { task: string; done: number; total: number; detail?: string };

/** The bare runtime, which every machine with a Python has. */
export const BASE = "base" as const;

export function baseEnvironment(python: Python): Environment {
  return {
    name: BASE,
    directory: undefined,
    sitePackages: undefined,
    python: minorVersion(python),
    packages: [],
    bytes: 0,
  };
}

/** 3.11 for 3.11.7: compiled packages fit every patch release of a minor version. */
export function minorVersion(python: Python): string {
  return python.version.split(".").slice(0, 2).join(".");
}
