import type { CommandEnd, CommandEvent, OpenSandbox, RunningCommand } from "glovebox";
import { z } from "zod";
import type { Addressee } from "../addressee.ts";
import { parsed } from "../newSandbox.ts";
import { absolute, HOME } from "../paths.ts";
import { broken } from "../streamOf.ts";
import { ConnectError } from "./codes.ts";
import type { Call, Stream } from "./routes.ts";

const text = z.string().refine((value) => !value.includes("\0"), "must not contain a NUL character");
const cells = z.number().int().min(1).max(65_535);
const Pty = z.object({ size: z.object({ cols: cells, rows: cells }) });
const Selector = z
  .object({ pid: z.number().int().optional(), tag: z.string().optional() })
  .refine(({ pid, tag }) => (pid === undefined) !== (tag === undefined), "must have a pid or a tag");
const Start = z.object({
  process: z.object({
    cmd: text.min(1),
    args: z.array(text).max(10_000).default([]),
    envs: z.record(z.string().regex(/^[^=\0]+$/, "must be a variable's name"), text).default({}),
    cwd: text.optional(),
  }),
  pty: Pty.optional(),
  tag: z.string().max(1_000).optional(),
  stdin: z.boolean().default(true),
});
const Selected = z.object({ process: Selector });
const Update = z.object({ process: Selector, pty: Pty.optional() });
const bytes = z.base64();
const Input = z.object({
  process: Selector,
  input: z.object({ stdin: bytes.optional(), pty: bytes.optional() }),
});
const SIGNALS = new Map<unknown, "SIGTERM" | "SIGKILL">([
  ["SIGNAL_SIGTERM", "SIGTERM"],
  [15, "SIGTERM"],
  ["SIGNAL_SIGKILL", "SIGKILL"],
  [9, "SIGKILL"],
]);
const Signal = z.object({ process: Selector, signal: z.union([z.string(), z.number()]) });

/** The calls of envd's service for processes. */
export function processCalls(): Readonly<Record<string, Call>> {
  return {
    "/process.Process/List": (_, { sandbox }) => ({ processes: sandbox.commands.list().map((each) => infoOf(each)) }),
    "/process.Process/Update": (message, to) => {
      const { process, pty } = parsed(Update, message);
      const command = selected(to, process);
      if (pty !== undefined) command.resize({ rows: pty.size.rows, columns: pty.size.cols });
      return {};
    },
    "/process.Process/SendInput": async (message, to) => {
      const { process, input } = parsed(Input, message);
      const data = input.stdin ?? input.pty ?? "";
      await selected(to, process).write(Buffer.from(data, "base64"));
      return {};
    },
    "/process.Process/CloseStdin": async (message, to) => {
      const command = selected(to, parsed(Selected, message).process);
      if (command.request.terminal !== undefined)
        throw new ConnectError("failed_precondition", "a terminal has no end of input; send the byte 4 (Ctrl-D)");
      await command.end();
      return {};
    },
    "/process.Process/SendSignal": (message, to) => {
      const { process, signal } = parsed(Signal, message);
      const name = SIGNALS.get(signal);
      if (name === undefined) throw new ConnectError("unimplemented", "signal: only SIGTERM and SIGKILL can be sent");
      selected(to, process).signal(name);
      return {};
    },
  };
}

/** Those that are answered by what a process says, until it ends. */
export function processStreams(): Readonly<Record<string, Stream>> {
  return {
    "/process.Process/Start": start,
    "/process.Process/Connect": async function* (message, to, { signal }) {
      yield* told(to.sandbox, selected(to, parsed(Selected, message).process), signal);
    },
  };
}

/** A client that goes away leaves the process running; its time-out is the process's own. */
async function* start(
  message: unknown,
  { sandbox }: Addressee,
  { signal, timeoutMs }: Parameters<Stream>[2],
): AsyncGenerator<unknown> {
  const { process, pty, tag, stdin } = parsed(Start, message);
  const workdir = process.cwd === undefined ? HOME : absolute(process.cwd);
  await requireFolder(sandbox, workdir);
  let listener: ReturnType<RunningCommand["listen"]> | undefined;
  const command = await sandbox.commands.start(
    {
      command: [process.cmd, ...process.args],
      env: process.envs,
      workdir,
      tag,
      stdin,
      terminal: pty && { rows: pty.size.rows, columns: pty.size.cols },
    },
    (made) => {
      listener = made.listen();
    },
  );
  const timedOut = timeoutMs === undefined ? undefined : killAfter(command, timeoutMs);
  yield* told(sandbox, command, signal, listener, timedOut);
}

/** True once its time was up. */
function killAfter(command: RunningCommand, ms: number): () => boolean {
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    command.signal("SIGKILL");
  }, ms).unref();
  void command.ended.then(() => clearTimeout(timer));
  return () => over;
}

async function* told(
  sandbox: OpenSandbox,
  command: RunningCommand,
  signal: AbortSignal,
  given: ReturnType<RunningCommand["listen"]> = command.listen(),
  timedOut: () => boolean = () => false,
): AsyncGenerator<unknown> {
  using listener = given;
  const leave = () => listener[Symbol.dispose]();
  signal.addEventListener("abort", leave, { once: true });
  try {
    yield { event: { start: { pid: command.pid } } };
    for await (const event of listener) {
      if (event.type === "ended" && !sandbox.alive) throw broken("the sandbox ended");
      if (event.type === "ended" && timedOut())
        throw new ConnectError("deadline_exceeded", "the process was ended: its time was up");
      yield { event: eventOf(event, command.request.terminal !== undefined) };
    }
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

function eventOf(event: CommandEvent, isTerminal: boolean): Record<string, unknown> {
  if (event.type === "ended") return { end: endOf(event.end) };
  const data = event.data.toString("base64");
  return { data: isTerminal ? { pty: data } : { [event.type]: data } };
}

/** In the words of the Go program that E2B's clients know. */
function endOf({ exitCode, signal }: CommandEnd) {
  if (exitCode === 0) return { exitCode, exited: true, status: "exit status 0" };
  const status = exitCode === null ? `signal: ${signal ?? "unknown"}` : `exit status ${exitCode}`;
  return { exitCode: exitCode ?? -1, exited: exitCode !== null, status, error: status };
}

function infoOf({ pid, request }: RunningCommand) {
  const [cmd = "", ...args] = request.command;
  const { env: envs = {}, workdir: cwd, tag } = request;
  return { config: { cmd, args, envs, cwd }, pid, ...(tag === undefined ? {} : { tag }) };
}

function selected({ sandbox }: Addressee, { pid, tag = "" }: z.output<typeof Selector>): RunningCommand {
  return sandbox.commands.get(pid === undefined ? { tag } : { pid });
}

/** Where it can be looked at from outside; other folders are for the kernel to judge. */
async function requireFolder(sandbox: OpenSandbox, folder: string): Promise<void> {
  if (!/^\/(workspace|home\/user|tmp)(\/|$)/.test(folder)) return;
  const entry = await sandbox.files.stat(folder).catch(() => undefined);
  if (entry?.kind === "file" || entry === undefined)
    throw new ConnectError("invalid_argument", `cwd ${JSON.stringify(folder.slice(0, 200))} does not exist`);
}
