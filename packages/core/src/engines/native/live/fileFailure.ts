import { type ErrorCode, GloveboxError } from "@glovebox/protocol";
import type { FileAnswer } from "../frames.ts";

/** What stands in the way of an order for files, in the words of whoever gave it. */
export function fileFailure({ code, problem }: Pick<FileAnswer, "code" | "problem">, path: string): GloveboxError {
  const [kind, words] = known.get(code) ?? ["conflict", problem];
  return new GloveboxError(kind, `${JSON.stringify(path.slice(0, 200))}: ${words}`, {
    field: "path",
    survives: "engine",
  });
}

const known: ReadonlyMap<string, readonly [ErrorCode, string]> = new Map([
  ["ENOENT", ["not_found", "there is no such file or folder"]],
  ["EINVAL", ["conflict", "it is no regular file"]],
  ["ELOOP", ["conflict", "a link leads there, and no link is followed; or it is nested too deeply"]],
  ["ENXIO", ["conflict", "it is no regular file"]],
  ["ENOTDIR", ["conflict", "it is no folder, or a part of it is none"]],
  ["EISDIR", ["conflict", "it is a folder"]],
  ["EEXIST", ["conflict", "something is there already"]],
  ["ENOTEMPTY", ["conflict", "the folder is not empty"]],
  ["EBUSY", ["conflict", "this folder is part of the sandbox and stays"]],
  ["EXDEV", ["conflict", "nothing can be moved from one of /workspace, /home/user and /tmp to another"]],
  ["EACCES", ["conflict", "its permissions forbid it"]],
  ["EPERM", ["conflict", "its permissions forbid it"]],
  ["ENOSPC", ["payload_too_large", "there is no room left for it; see limits.workspaceBytes"]],
  ["ENAMETOOLONG", ["invalid_request", "the name is too long"]],
  ["ENOTSUP", ["unavailable", "files have no extended attributes on this kernel"]],
  ["EMFILE", ["too_busy", "too many files are open in this sandbox"]],
]);
