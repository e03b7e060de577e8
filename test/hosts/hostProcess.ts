/**
 * A program that embeds Glovebox, as its users write one, but steered by a test over IPC: so that a test can be another
 * user than the host, plant canaries in the host's environment, and kill the host.
 */
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import type { Event } from "@glovebox/protocol";
import { Glovebox } from "../../packages/core/src/glovebox.ts";
import type { AnswerMessage, CallMessage, Calls, Holdings } from "./messages.ts";

type Asynchronous = { [Name in keyof Calls]: (...args: Parameters<Calls[Name]>) => Promise<ReturnType<Calls[Name]>> };
type Held = { events: Event[]; rest: AsyncIterator<Event> };

const PIECE_BYTES = 1024 * 1024;
let box: Glovebox | undefined;
const held = new Map<number, Held>();
const stall = { sinceTurn: process.threadCpuUsage(), longestMs: 0 };
setInterval(() => {
  const { user, system } = process.threadCpuUsage(stall.sinceTurn);
  stall.sinceTurn = process.threadCpuUsage();
  stall.longestMs = Math.max(stall.longestMs, (user + system) / 1000);
}, 5).unref();

const calls: Asynchronous = {
  async open(options) {
    box = await Glovebox.open(options);
  },
  async execute(request, { abortAfterMs, principal } = {}) {
    return await opened().execute(request, {
      principal,
      ...(abortAfterMs === undefined ? {} : { signal: AbortSignal.timeout(abortAfterMs) }),
    });
  },
  async hold(request, until) {
    const rest = opened().stream(request)[Symbol.asyncIterator]();
    const events: Event[] = [];
    while (events.at(-1)?.type !== until) {
      const next = await rest.next();
      if (next.done) throw new Error(`no ${until} among ${JSON.stringify(events).slice(0, 2_000)}`);
      events.push(next.value);
    }
    const handle = held.size + 1;
    held.set(handle, { events, rest });
    return handle;
  },
  async resume(handle) {
    const { events, rest } = heldBy(handle);
    for (let next = await rest.next(); !next.done; next = await rest.next()) events.push(next.value);
    return events;
  },
  async leave(handle) {
    await heldBy(handle).rest.return?.();
  },
  async openSession(request) {
    return (await opened().sessions.create(request)).id;
  },
  async cell(session, cell) {
    return opened().sessions.get(session).execute(cell);
  },
  async branch(session, count) {
    return (await opened().sessions.get(session).branch(count)).map(({ id }) => id);
  },
  async restart(session) {
    await opened().sessions.get(session).restart();
  },
  async closeSession(session) {
    await opened().sessions.get(session).close();
  },
  async put(bytes) {
    return opened().files.put(numbered(bytes));
  },
  async readArtifact(id, name) {
    return opened().readArtifact(id, name);
  },
  async close() {
    await opened().close();
  },
  async holdings() {
    return {
      descriptors: descriptors(),
      children: children(),
      memoryBytes: process.memoryUsage().rss,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  },
  async peakMemory() {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    writeFileSync("/proc/self/clear_refs", "5"); // it counts anew
    return Number(kibibytes) * 1024;
  },
  async longestStall() {
    const { longestMs } = stall;
    stall.longestMs = 0;
    return longestMs;
  },
};

process.on("message", async ({ call, method, args }: CallMessage) => {
  const answer: AnswerMessage = { call };
  try {
    answer.value = await (calls[method] as (...args: unknown[]) => Promise<unknown>)(...args);
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    answer.error = { name, message, ...(code === undefined ? {} : { code }) };
  }
  process.send?.(answer);
});
process.on("disconnect", () => process.exit());

function opened(): Glovebox {
  if (box === undefined) throw new Error("not open");
  return box;
}

async function* numbered(bytes: number): AsyncGenerator<Uint8Array> {
  for (let made = 0; made < bytes; made += PIECE_BYTES)
    yield new Uint8Array(Math.min(PIECE_BYTES, bytes - made)).fill(made / PIECE_BYTES);
}

function heldBy(handle: number): Held {
  const found = held.get(handle);
  if (found === undefined) throw new Error(`no stream ${handle}`);
  return found;
}

/** What each open descriptor is. The one that lists them is gone when it is looked up. */
function descriptors(): Holdings["descriptors"] {
  return readdirSync("/proc/self/fd").flatMap((file) => {
    try {
      return [readlinkSync(`/proc/self/fd/${file}`)];
    } catch {
      return [];
    }
  });
}

function children(): number[] {
  const text = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}
