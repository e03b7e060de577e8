import type { Installer } from "./installer.ts";
import { apt } from "./installers/apt.ts";
import { crates } from "./installers/crates.ts";
import { goModules } from "./installers/go.ts";
import { maven } from "./installers/maven.ts";
import { npm } from "./installers/npm.ts";
import { pip } from "./installers/pip.ts";

/** Which installer a language's packages come from. */
export const installers: ReadonlyMap<string, Installer> = new Map([
  ["python", pip],
  ["javascript", npm],
  ["typescript", npm],
  ["go", goModules],
  ["rust", crates],
  ["java", maven],
  ["bash", apt],
  ["c", apt],
  ["c++", apt],
]);
