import { GloveboxError } from "@glovebox/protocol";
import { BASE, type Environment } from "../../environments/environment.ts";
import type { Environments } from "../../environments/environments.ts";

const REMOTE: Environment = {
  name: BASE,
  directory: undefined,
  sitePackages: undefined,
  python: "remote",
  packages: [],
  bytes: 0,
};

/** What a remote Piston's programs run in is its own; we can neither see nor change it. */
export const remoteEnvironments: Environments = {
  list: async () => [],
  find: async (name) => {
    if (name === BASE) return REMOTE;
    throw new GloveboxError(
      "unknown_environment",
      `environment: a remote Piston has only ${BASE}, not ${JSON.stringify(name)}`,
      {
        field: "environment",
      },
    );
  },
  install: async () => REMOTE,
  remove: async () => [],
};
