import { z } from "zod";

/** ext4, tmpfs and every other Linux file system refuse a longer name. */
const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 1024;

/** Why a path cannot name a file in a workspace, or undefined if it can. */
export function pathProblem(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.includes("\0")) return "contains a NUL character";
  if (!path.isWellFormed()) return "is not valid Unicode";
  if (path.startsWith("/")) return "is absolute; give a path relative to the workspace";
  if (new TextEncoder().encode(path).length > MAX_PATH_BYTES) return `is longer than ${MAX_PATH_BYTES} bytes`;
  for (const name of path.split("/")) {
    if (name === "") return "has an empty component";
    if (name === "." || name === "..") return `has the component "${name}"`;
    if (new TextEncoder().encode(name).length > MAX_NAME_BYTES) return `has a name longer than ${MAX_NAME_BYTES} bytes`;
  }
  return undefined;
}

/** A file in the workspace: relative, with forward slashes, without `.` and `..`. */
export const WorkspacePath = z.string().superRefine((path, context) => {
  const problem = pathProblem(path);
  if (problem !== undefined)
    context.addIssue({ code: "custom", message: `the path ${JSON.stringify(path.slice(0, 80))} ${problem}` });
});

/** The first path that is used both as a file and as the folder of another file. */
export function fileUsedAsFolder(paths: readonly string[]): string | undefined {
  const files = new Set(paths);
  for (const path of paths) {
    for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
      if (files.has(path.slice(0, cut))) return path.slice(0, cut);
    }
  }
  return undefined;
}
