import { languages, type RequestInput } from "glovebox";
import type { PistonSettings } from "../../pistonSettings.ts";
import { badJob } from "./badJob.ts";
import { checkContents, type MainEnding, readFiles } from "./files.ts";
import { jobLimits } from "./limits.ts";
import { highestMatch, semverOf } from "./versions.ts";

/** A language at a version that may run here. */
export type JobRuntime = { readonly language: string; readonly version: string; readonly aliases: readonly string[] };

export type Job = {
  readonly language: string;
  /** As clients see it. */
  readonly version: string;
  readonly request: RequestInput;
};

export type JobContext = {
  readonly runtimes: readonly JobRuntime[];
  readonly settings: PistonSettings;
  /** Whether the client goes on writing stdin, so that nothing ends it here. */
  readonly live: boolean;
};

/** Reads a job as Piston does, in the same order, and throws what is wrong with it in the same words. */
export function readJob(given: unknown, { runtimes, settings, live }: JobContext): Job {
  const body = typeof given === "object" && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const { language, version, files } = body;
  if (typeof language !== "string" || language === "") throw badJob("language is required as a string", "language");
  if (typeof version !== "string" || version === "") throw badJob("version is required as a string", "version");
  if (!Array.isArray(files)) throw badJob("files is required as an array", "files");
  checkContents(files);
  const named = runtimes.filter((runtime) => runtime.language === language || runtime.aliases.includes(language));
  const runtime = highestMatch(named, version);
  if (runtime === undefined)
    throw badJob(`${language.slice(0, 200)}-${version.slice(0, 200)} runtime is unknown`, "language");
  const laid = readFiles(files, endingOf(runtime.language));
  const limits = jobLimits(body, settings, runtime.language);
  const request: RequestInput = {
    language: `${runtime.language}@${nameable(runtime.version)}`,
    main: laid.main,
    files: Object.fromEntries(laid.files),
    args: readArgs(body["args"]),
    env: { HOME: "/tmp", PISTON_LANGUAGE: runtime.language },
    ...readStdin(body["stdin"], live),
    ...limits,
  };
  return { language: runtime.language, version: semverOf(runtime.version), request };
}

/** As a request can name it. */
function nameable(version: string): string {
  return /^[\w.+-]+$/.test(version) ? version : semverOf(version);
}

function endingOf(language: string): MainEnding {
  const known = languages.find(({ id }) => id === language);
  return { extensions: known?.extensions ?? [], isCompiled: known?.native?.build !== undefined };
}

function readArgs(args: unknown): string[] {
  if (args === undefined || args === null) return [];
  if (!Array.isArray(args)) throw badJob("args must be an array of strings", "args");
  for (const [index, argument] of args.entries()) {
    if (typeof argument !== "string") throw badJob(`args[${index}] must be a string`, `args[${index}]`);
    if (argument.includes("\0")) throw badJob(`args[${index}] must not contain a NUL character`, `args[${index}]`);
  }
  return args;
}

/** Piston ends every input with a newline, also an empty one. */
function readStdin(given: unknown, live: boolean): { stdin?: string } {
  const stdin = given ?? "";
  if (typeof stdin !== "string") throw badJob("stdin must be a string", "stdin");
  if (live) return stdin === "" ? {} : { stdin };
  return { stdin: stdin.endsWith("\n") ? stdin : `${stdin}\n` };
}
