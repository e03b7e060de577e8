import { posix } from "node:path";
import { badRequest } from "./failures.ts";

export const HOME = "/home/user";
/** Another name of it, as in the sandbox itself. */
const ROOT_HOME = /^\/root(?=\/|$)/;
const LONGEST = 4_096;

/** A path as E2B's envd reads it: what is not absolute is below the home folder, and so is what begins with ~. */
export function absolute(path: string): string {
  if (path.length > LONGEST) throw badRequest(`path: is longer than ${LONGEST} characters`, "path");
  if (path.includes("\0")) throw badRequest("path: must not contain a NUL character", "path");
  const below = path === "~" || path.startsWith("~/") ? `.${path.slice(1)}` : path;
  return posix.resolve(HOME, below).replace(ROOT_HOME, HOME);
}
