import { type FileEntry, GloveboxError, isoTime, type OpenSandbox } from "glovebox";
import { badRequest } from "./failures.ts";

/** Of output, each of a pipe's size at most. What is more is not told. */
const MOST_PIECES = 100;
const FIELDS = 6;
const FORMAT = "%y\\0%s\\0%m\\0%T@\\0%p\\0%l\\0";
const KINDS: ReadonlyMap<string, FileEntry["kind"]> = new Map([
  ["f", "file"],
  ["d", "folder"],
  ["l", "link"],
  ["p", "pipe"],
  ["s", "socket"],
]);

/**
 * What lies elsewhere in a sandbox than in its own places. Commands look at it there, with the rights of its user: so
 * nothing is told that code in the sandbox could not tell, and nothing can be changed.
 */
export const elsewhere = {
  async stat(sandbox: OpenSandbox, path: string): Promise<FileEntry> {
    return (await find(sandbox, path, ["-maxdepth", "0"])).top;
  },

  /** What is in a folder, and in the folders in it down to `depth`. */
  async list(sandbox: OpenSandbox, path: string, depth: number): Promise<readonly FileEntry[]> {
    const { top, below } = await find(sandbox, path, ["-maxdepth", String(depth)], "-H");
    if (top.kind !== "folder") throw badRequest(`${told(path)} is not a directory`, "path");
    return below;
  },

  /** A file's bytes, whose number is known only at their end. Leaving them early ends the command that reads. */
  async read(sandbox: OpenSandbox, path: string): Promise<AsyncGenerator<Buffer>> {
    const { top } = await find(sandbox, path, ["-maxdepth", "0"], "-L");
    if (top.kind !== "file") throw badRequest(`${told(path)} is no regular file`, "path");
    return said(sandbox, ["/bin/cat", "--", path], path);
  },
};

async function find(sandbox: OpenSandbox, path: string, options: readonly string[], links = "-P") {
  const pieces: Buffer[] = [];
  let failure: unknown;
  try {
    const command = ["/usr/bin/find", links, path, ...options, "-printf", FORMAT];
    for await (const piece of said(sandbox, command, path)) if (pieces.push(piece) === MOST_PIECES) break;
  } catch (error) {
    failure = error; // a folder below that may not be looked into is left out
  }
  const fields = Buffer.concat(pieces).toString("utf8").split("\0");
  const entries: FileEntry[] = [];
  for (let at = 0; at + FIELDS < fields.length; at += FIELDS) entries.push(entryOf(fields.slice(at, at + FIELDS)));
  const [top, ...others] = entries;
  const below = others.filter((each) => each.path.startsWith(path.endsWith("/") ? path : `${path}/`));
  if (top === undefined) throw failure ?? notThere(path);
  return { top, below };
}

/** The command's word is its sandbox's: a number may be anything. */
function whole(value: number): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function entryOf([
  type = "",
  size = "",
  mode = "",
  seconds = "",
  path = "",
  target = "",
]: readonly string[]): FileEntry {
  const kind = KINDS.get(type) ?? "device";
  return {
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    kind,
    size: kind === "file" ? whole(Number(size)) : 0,
    mode: whole(Number.parseInt(mode, 8)),
    modifiedAt: isoTime(Number(seconds) * 1_000),
    ...(kind === "link" ? { target } : {}),
  };
}

/** What a command says, which must succeed. */
async function* said(sandbox: OpenSandbox, command: readonly string[], path: string): AsyncGenerator<Buffer> {
  let complaint = "";
  const { commands } = sandbox;
  let listener: ReturnType<Awaited<ReturnType<typeof commands.start>>["listen"]> | undefined;
  const running = await commands.start({ command, workdir: "/", stdin: false }, (made) => {
    listener = made.listen();
  });
  try {
    for await (const event of listener ?? []) {
      if (event.type === "ended") {
        if (event.end.exitCode !== 0) throw failureOf(complaint, path);
      } else if (event.type === "stdout") yield event.data;
      else complaint = (complaint + event.data.toString("utf8")).slice(-1_000);
    }
  } finally {
    listener?.[Symbol.dispose]();
    running.signal("SIGKILL");
  }
}

function failureOf(complaint: string, path: string): GloveboxError {
  if (/No such file|Not a directory/.test(complaint)) return notThere(path);
  return badRequest(`${told(path)}: ${complaint.trim().split(": ").at(-1) ?? "it cannot be read"}`, "path");
}

function notThere(path: string): GloveboxError {
  return new GloveboxError("not_found", `${told(path)}: there is no such file or folder`, { field: "path" });
}

function told(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}
