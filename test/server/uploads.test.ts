import { once } from "node:events";
import { existsSync, readdirSync, renameSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StoredFile } from "@glovebox/protocol";
import { expect, test, vi } from "vitest";
import { startServerProcess } from "./served.fixture.ts";
import { errorOf, type Served, serve, temporaryFolder } from "./served.ts";

const MiB = 1024 * 1024;
const BYTES = { "Content-Type": "application/octet-stream" };

/** Starts an upload that says it has so many bytes, without sending any. */
function begin(url: string, length: number): Socket {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => undefined); // the server may be killed, or cut it off
  socket.write(
    `POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: ${length}\r\n\r\n`,
  );
  return socket;
}

async function answerOn(socket: Socket): Promise<{ status: number; body: string }> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await Promise.race([once(socket, "close"), vi.waitFor(() => expect(chunks.length).toBeGreaterThan(0), 10_000)]);
  const [head = "", body = ""] = Buffer.concat(chunks).toString().split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), body };
}

/** So many bytes, which differ from piece to piece, made as they are asked for. */
function stream(bytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let made = 0;
  return new ReadableStream({
    pull(controller) {
      const piece = new Uint8Array(Math.min(MiB, bytes - made)).fill(made / MiB);
      made += piece.length;
      controller.enqueue(piece);
      if (made === bytes) controller.close();
    },
  });
}

async function incoming(folder: string): Promise<void> {
  await vi.waitFor(() => expect(readdirSync(join(folder, "files"))).toEqual([expect.stringMatching(/^incoming-/)]));
}

async function listed(served: Pick<Served, "url">): Promise<unknown> {
  return (await fetch(`${served.url}/v1/files`)).json();
}

test("[files.streamed] a file of 200 MiB goes in and comes out through a server that never holds it", async () => {
  using folder = temporaryFolder();
  await using served = await startServerProcess(folder.path);
  const before = served.memoryBytes();
  const peak = { bytes: 0 };
  const timer = setInterval(() => {
    peak.bytes = Math.max(peak.bytes, served.memoryBytes());
  }, 20);
  const init = { method: "POST", headers: BYTES, body: stream(200 * MiB), duplex: "half" } as const;
  const file = StoredFile.parse(await (await fetch(`${served.url}/v1/files`, init)).json());
  expect(file.size).toBe(200 * MiB);
  let [position, wrong] = [0, 0];
  for await (const piece of (await fetch(`${served.url}/v1/files/${file.id}/content`)).body ?? []) {
    for (let index = 0; index < piece.length; index += 4_099)
      if (piece[index] !== Math.floor((position + index) / MiB) % 256) wrong++;
    position += piece.length;
  }
  clearInterval(timer);
  expect([position, wrong]).toEqual([200 * MiB, 0]);
  expect(peak.bytes - before).toBeLessThan(100 * MiB);
});

test("[files.whole] a client that goes away in the middle of its upload leaves nothing", async () => {
  using folder = temporaryFolder();
  await using served = await serve({ dataDir: folder.path });
  const logged = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  using _restored = { [Symbol.dispose]: () => void logged.mockRestore() };
  const socket = begin(served.url, 10 * MiB);
  socket.write(Buffer.alloc(MiB));
  await incoming(folder.path);
  socket.destroy();
  await vi.waitFor(() => expect(readdirSync(join(folder.path, "files"))).toEqual([]));
  expect(await listed(served)).toEqual({ files: [] });
  expect(logged).not.toHaveBeenCalled(); // it is no failure of ours
});

test("[files.whole] a server that is closed in the middle of an upload leaves nothing", async () => {
  using folder = temporaryFolder();
  {
    await using served = await serve({ dataDir: folder.path });
    begin(served.url, 10 * MiB).write(Buffer.alloc(MiB));
    await incoming(folder.path);
  }
  await vi.waitFor(() => expect(readdirSync(join(folder.path, "files"))).toEqual([]));
});

test("[files.whole] what a killed server had half written goes at the next start, and what it had answered stays", async () => {
  using folder = temporaryFolder();
  let kept: StoredFile;
  {
    await using served = await startServerProcess(folder.path);
    begin(served.url, 10 * MiB).write(Buffer.alloc(MiB));
    await incoming(folder.path);
    const init = { method: "POST", headers: BYTES, body: "kept" };
    kept = StoredFile.parse(await (await fetch(`${served.url}/v1/files`, init)).json());
  }
  expect(readdirSync(join(folder.path, "files"))).toHaveLength(2);
  await using again = await startServerProcess(folder.path);
  expect(readdirSync(join(folder.path, "files"))).toEqual([kept.sha256]);
  expect(await (await fetch(`${again.url}/v1/files/${kept.id}/content`)).text()).toBe("kept");
});

test("[files.whole] a content without an entry, and an entry without its content, go at the next start", async () => {
  using folder = temporaryFolder();
  const put = async (url: string, body: string) =>
    StoredFile.parse(await (await fetch(`${url}/v1/files`, { method: "POST", headers: BYTES, body })).json());
  let [lost, kept]: StoredFile[] = [];
  {
    await using served = await serve({ dataDir: folder.path });
    [lost, kept] = [await put(served.url, "lost"), await put(served.url, "kept")];
  }
  const stray = join(folder.path, "files", "0".repeat(64));
  renameSync(join(folder.path, "files", lost.sha256), stray);
  await using served = await serve({ dataDir: folder.path });
  await vi.waitFor(() => expect(existsSync(stray)).toBe(false));
  await vi.waitFor(async () => expect(await listed(served)).toEqual({ files: [kept] }));
});

test("[server.slow-clients] an upload may take longer than a request may, as long as something comes", async () => {
  await using served = await serve({ requestTimeoutMs: 400 });
  const socket = begin(served.url, 12);
  const answer = answerOn(socket);
  for (let count = 0; count < 12; count++) {
    await sleep(100);
    socket.write("x");
  }
  const { status, body } = await answer;
  expect([status, StoredFile.parse(JSON.parse(body)).size]).toEqual([200, 12]);
  socket.destroy();
});

test("[server.slow-clients] an upload of which nothing more comes is a 408 and leaves nothing", async () => {
  using folder = temporaryFolder();
  await using served = await serve({ requestTimeoutMs: 400, dataDir: folder.path });
  const socket = begin(served.url, 1_000);
  socket.write("x");
  const { status, body } = await answerOn(socket);
  expect([status, JSON.parse(body)]).toMatchObject([408, { error: { code: "request_timeout" } }]);
  await vi.waitFor(() => expect(readdirSync(join(folder.path, "files"))).toEqual([]));
});

test("[files.whole] a file that is announced as too large is refused before it comes", async () => {
  await using served = await serve({ maxFileBytes: 1_000 });
  const socket = begin(served.url, 1_001);
  expect((await answerOn(socket)).status).toBe(413);
  socket.destroy();
  const init = { method: "POST", headers: BYTES, body: stream(5 * MiB), duplex: "half" } as const;
  const answer = await fetch(`${served.url}/v1/files`, init);
  expect([answer.status, (await errorOf(answer)).code]).toEqual([413, "payload_too_large"]);
});
