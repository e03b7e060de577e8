import { posix } from "node:path";
import { workspaceNames } from "@glovebox/protocol";
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

const OWN_PLACES = [...workspaceNames, HOME, "/tmp"];

/** Whether an absolute path lies in one of the places where a sandbox keeps its files. */
export function isOwn(path: string): boolean {
  return OWN_PLACES.some((place) => path === place || path.startsWith(`${place}/`));
}

/** The path of something that is to be changed. Throws where nothing can be. */
export function changeable(path: string): string {
  const whole = absolute(path);
  if (isOwn(whole)) return whole;
  throw badRequest(`path: ${JSON.stringify(whole.slice(0, 200))} is not below ${HOME}, /workspace or /tmp`, "path");
}
