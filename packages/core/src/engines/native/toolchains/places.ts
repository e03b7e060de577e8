import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Folders of version managers below the home folder: each version has a folder with a `bin` of its own. */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
  python: [".pyenv/versions", ".asdf/installs/python", ".local/share/mise/installs/python", ".local/share/uv/python"],
  node: [".nvm/versions/node", ".asdf/installs/nodejs", ".local/share/mise/installs/node", ".volta/tools/image/node"],
};
const SYSTEM = ["/usr/local/bin", "/usr/bin", "/bin"];

/** Every file that may be an interpreter of the kind, by its path; shims of version managers may be among them. */
export function candidates(kind: "python" | "node", variables: NodeJS.ProcessEnv = process.env): string[] {
  const name = kind === "python" ? /^python3(\.\d+)?$/ : /^node$/;
  const path = (variables["PATH"] ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  const roots = [...(MANAGED[kind] ?? [])].map((place) => join(variables["HOME"] ?? homedir(), place));
  if (kind === "python" && variables["PYENV_ROOT"]) roots.unshift(join(variables["PYENV_ROOT"], "versions"));
  if (kind === "node" && variables["NVM_DIR"]) roots.unshift(join(variables["NVM_DIR"], "versions/node"));
  const managed = roots.flatMap((root) => list(root).map((version) => join(root, version, "bin")));
  const folders = [...path, ...managed, ...SYSTEM];
  return [
    ...new Set(
      folders.flatMap((folder) =>
        list(folder)
          .filter((file) => name.test(file))
          .map((file) => join(folder, file)),
      ),
    ),
  ];
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not on this machine
  }
}
