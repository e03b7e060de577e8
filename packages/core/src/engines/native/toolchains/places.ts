import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { ToolchainKind } from "../../../runtimes/toolchain.ts";

const SYSTEM = ["/usr/local/bin", "/usr/bin", "/bin"];

/** Every file that may be a program of the kind, by its path; shims of version managers may be among them. */
export function candidates(kind: ToolchainKind, variables: NodeJS.ProcessEnv = process.env): string[] {
  const path = (variables["PATH"] ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  const home = variables["HOME"] ?? homedir();
  const named = Object.entries(kind.variables ?? {}).flatMap(([name, below]) =>
    variables[name] ? expand(join(variables[name], below)) : [],
  );
  const managed = kind.folders.flatMap((folder) => expand(folder.replace(/^~(?=\/)/, home)));
  const folders = [...path, ...named, ...managed, ...SYSTEM];
  const files = folders.flatMap((folder) =>
    list(folder)
      .filter((file) => kind.program.test(file))
      .map((file) => join(folder, file)),
  );
  return [...new Set([...(kind.known?.() ?? []), ...files])];
}

/** The folders that a pattern with `*` in it stands for, where `*` is a part of one component or all of it. */
function expand(pattern: string): string[] {
  let found = ["/"];
  for (const component of pattern.split("/").filter((part) => part !== "")) {
    const [start = "", end] = component.split("*");
    const fits = (name: string) => name.startsWith(start) && name.endsWith(end ?? "");
    found = found.flatMap((folder) =>
      end === undefined
        ? [join(folder, component)]
        : list(folder)
            .filter(fits)
            .map((name) => join(folder, name)),
    );
  }
  return found;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not on this machine
  }
}
