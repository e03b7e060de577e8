import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asOrdinaryUser, users } from "../hosts/modes.ts";

const MiB = 1024 * 1024;
const SIZE = 200 * MiB;
/** What 200 MiB take in pieces, with much room for how Node collects its garbage. */
const MOST_GROWTH = 100 * MiB;
const limits = { fileBytes: SIZE, workspaceBytes: 512 * MiB, memoryBytes: 1024 * MiB, timeoutMs: 120_000 };

let host: Host;
beforeAll(async () => {
  const [mode = asOrdinaryUser] = users;
  host = await startHost({ mode, options: { armed: 1 } });
});
afterAll(() => host[Symbol.asyncDispose]());

/** What the host has now; from here on its peak is counted. */
async function beginPeak(): Promise<number> {
  await host.peakMemory();
  return (await host.holdings()).memoryBytes;
}

const digest = `
import hashlib, os
os.chdir("/workspace")
hash = hashlib.sha256()
with open("data/big.bin", "rb") as file:
    while piece := file.read(1 << 20): hash.update(piece)
print(os.path.getsize("data/big.bin"), hash.hexdigest())
`;

test.each([
  ["native", 200],
  ["portable", 120],
])(
  "[files.streamed] into a sandbox of the %s engine goes a file of %i MiB without the host holding it",
  { timeout: 180_000 },
  async (engine, mebibytes) => {
    const { id, sha256, size } = await host.put(mebibytes * MiB);
    await host.execute({ language: "python", engine, code: "1" }); // what an engine does once
    const before = await beginPeak();
    const files = { "data/big.bin": { id } };
    const { stdout, outcome, artifacts } = await host.execute({
      language: "python",
      engine,
      code: digest,
      files,
      limits,
    });
    expect([outcome.status, stdout, artifacts]).toEqual(["succeeded", `${size} ${sha256}\n`, []]);
    expect((await host.peakMemory()) - before).toBeLessThan(MOST_GROWTH);
  },
);

test("[files.streamed] an artifact of 200 MiB comes back whole without the host holding it, and goes into the next program", async () => {
  const before = await beginPeak();
  const code = "with open('out.bin', 'wb') as file:\n    for n in range(200): file.write(bytes([n]) * (1 << 20))";
  const { outcome, artifacts } = await host.execute({ language: "python", code, limits });
  const hash = createHash("sha256");
  for (let piece = 0; piece < 200; piece++) hash.update(Buffer.alloc(MiB, piece));
  expect(outcome.status).toBe("succeeded");
  expect(artifacts).toMatchObject([{ name: "out.bin", size: SIZE, sha256: hash.digest("hex") }]);
  const files = { "data/big.bin": { id: artifacts[0]?.id ?? "" } };
  const next = await host.execute({ language: "python", code: digest, files, limits });
  expect(next.stdout).toBe(`${SIZE} ${artifacts[0]?.sha256}\n`);
  expect((await host.peakMemory()) - before).toBeLessThan(MOST_GROWTH);
}, 120_000);

test("[survival.cancel] an execution is cancelled while a large file is on its way, and the next one works", async () => {
  const { id } = await host.put(SIZE);
  const request = {
    language: "python",
    engine: "native",
    code: "print('ran')",
    files: { a: { id }, b: { id } },
    limits,
  };
  const { outcome, stdout } = await host.execute(request, { abortAfterMs: 30 });
  expect([outcome.status, stdout]).toEqual(["cancelled", ""]);
  expect((await host.execute({ language: "python", code: "print('next')" })).stdout).toBe("next\n");
});

test("[files.references] a file that is larger than a limit is refused with the limit's name", async () => {
  const { id } = await host.put(100 * MiB);
  const ask = (change: object) =>
    host.execute({ language: "python", code: "1", files: { a: { id } }, limits: { ...limits, ...change } });
  await expect(ask({ fileBytes: 64 * MiB })).rejects.toThrow(/files\.a: .*limits\.fileBytes/);
  await expect(ask({ workspaceBytes: 64 * MiB })).rejects.toThrow(/files: .*limits\.workspaceBytes/);
  await expect(ask({ memoryBytes: 64 * MiB })).rejects.toThrow(/files: .*limits\.memoryBytes/);
});
