import { homedir } from "node:os";
import type { Upstreams } from "../upstreams.ts";
import { findDebianArchives } from "./apt.ts";
import { findCrates } from "./cargo.ts";
import { findGo } from "./goEnvironment.ts";
import { Machine } from "./machine.ts";
import { findMaven } from "./maven.ts";
import { findNpm } from "./npmrc.ts";
import { findPypi } from "./pip.ts";

/**
 * Reads which package registries this machine uses, from where their own clients read it. docs/registries.md lists the
 * places. What is not configured is the public registry.
 */
export async function findUpstreams(
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
  root = "/",
): Promise<Upstreams> {
  const machine = new Machine(environment, home, root);
  const [pypi, npm, go, crates, maven, debian] = await Promise.all([
    findPypi(machine),
    findNpm(machine),
    findGo(machine),
    findCrates(machine),
    findMaven(machine),
    findDebianArchives(machine),
  ]);
  return {
    pypi,
    ...(npm && { npm }),
    ...(go && { go }),
    ...(crates && { crates }),
    maven,
    debian,
    notes: machine.notes,
  };
}
