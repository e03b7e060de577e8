import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";

/** What lies and listens around a sandbox, for a program to find: all of it open to every user of this machine. */
export type Outside = AsyncDisposable & {
  /** As doors.js takes it. */
  readonly given: Readonly<Record<string, string | number>>;
  readonly secret: string;
  readonly folder: string;
  /** What was touched; empty where nothing was. */
  touched(): string[];
};

const LIBRARY = "libc.so.6";

/** Canaries in a folder, servers on loopback and on a path, and a process to signal. */
export async function layOutside(): Promise<Outside> {
  const secret = `canary-${randomBytes(12).toString("hex")}`;
  const folder = mkdtempSync("/tmp/gloveboxtest-outside-");
  const canary = join(folder, "canary.txt");
  const contents: Record<string, string> = {
    "canary.txt": secret,
    "canary.json": JSON.stringify({ secret }),
    "worker.js": "self.postMessage?.('ran')",
  };
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, "empty"));
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o777);
  chmodSync(folder, 0o777);
  const servers = await listen(join(folder, "socket"));
  const victim = spawn("sleep", ["1000"], { stdio: "ignore" });
  const names = readdirSync(folder).toSorted();
  const { tcp, udp, unix } = servers;
  return {
    given: { canary, secret, folder, tcp, udp, unix, victim: victim.pid ?? 0, library: LIBRARY },
    secret,
    folder,
    touched: () => [
      ...servers.reached,
      ...(victim.exitCode === null && victim.signalCode === null ? [] : ["the process"]),
      ...readdirSync(folder).filter((name) => !names.includes(name)),
      ...names.filter((name) => name in contents && read(join(folder, name)) !== contents[name]),
    ],
    [Symbol.asyncDispose]: async () => {
      servers.close();
      await ended(victim);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listen(unix: string) {
  const reached: string[] = [];
  const hear = (name: string) =>
    createServer((socket) => {
      reached.push(name);
      socket.on("error", () => undefined).destroy();
    });
  const [onPort, onPath] = [hear("TCP"), hear("UNIX")];
  const datagrams = createSocket("udp4").on("message", () => reached.push("UDP"));
  onPort.listen(0, "127.0.0.1");
  onPath.listen(unix);
  datagrams.bind(0, "127.0.0.1");
  await Promise.all([once(onPort, "listening"), once(onPath, "listening"), once(datagrams, "listening")]);
  chmodSync(unix, 0o777);
  const close = () => [onPort, onPath, datagrams].map((each) => each.close());
  return { reached, tcp: (onPort.address() as AddressInfo).port, udp: datagrams.address().port, unix, close };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // it was removed
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
