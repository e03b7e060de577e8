import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CellInput } from "../../../packages/core/src/glovebox.ts";
import { type Host, startHost } from "../../hosts/host.ts";
import { asOrdinaryUser } from "../../hosts/modes.ts";

const MiB = 1024 * 1024;

/** Beside the process's own frames the cell writes its own. */
const LIAR = `
const { core } = Deno[Deno.internal];
function frame(letter, value) {
  const content = new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
  const packed = new Uint8Array(5 + content.length);
  new DataView(packed.buffer).setUint32(0, content.length, true);
  packed[4] = letter.charCodeAt(0);
  packed.set(content, 5);
  return packed;
}
function send(...pieces) {
  for (const piece of pieces) for (let sent = 0; sent < piece.length; ) sent += core.writeSync(1, piece.subarray(sent));
}
function endlessly(one) {
  const some = new Uint8Array(one.length * Math.ceil(50_000 / one.length));
  for (let at = 0; at < some.length; at += one.length) some.set(one, at);
  for (;;) send(some);
}
const [STARTED, DONE, ENDED] = [["s", { at: 0 }], ["8", { ok: true }], ["z", { exitCode: 0, signal: null, notes: [] }]];
const FILE = ["a", { name: "a.txt", size: 0 }];
const NAMES = Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => ["k" + n, 0]));
const VARIABLES = { variables: Array.from({ length: 9_000 }, (_, n) => ({ name: "x" + n, type: "int", preview: "1" })) };
`;

const LIES = [
  ["that it starts twice", "send(frame(...STARTED))"],
  ["two outcomes", "send(frame(...DONE), frame(...DONE))"],
  ["an outcome, and it goes on", "send(frame(...DONE)); for (;;);"],
  ["an outcome nested without end", `send(frame("8", '{"ok":' + "[".repeat(300_000)))`],
  [
    "a result nested without end",
    `send(frame("7", '{"main":false,"mime":{"a":' + "[".repeat(300_000) + "]".repeat(300_000) + "}}"))`,
  ],
  ["that it is over, and again", "send(frame(...DONE), frame(...ENDED), frame(...ENDED))"],
  ["that it has died", "send(frame(...ENDED))"],
  ["files of a cell that is not over", "send(frame(...FILE))"],
  ["files out of the workspace", `send(frame(...DONE), frame("a", { name: "../../x", size: 1 }), frame("d", "x"))`],
  ["a file larger than the workspace", `send(frame(...DONE), frame("a", { name: "x", size: 2 ** 40 }))`],
  ["half a file", `send(frame(...DONE), frame("a", { name: "x", size: 9 }), frame("d", "x"), frame(...ENDED))`],
  ["variables that nobody asked for", `send(frame("9", VARIABLES))`],
  ["that it is alive", `send(frame("v", {}))`],
  ["what only the host says", `send(frame("C", { source: "1" }))`],
  ["keys of JavaScript's own", `send(frame("7", '{"mime":{"__proto__":{"x":1},"constructor":"y"}}'))`],
  ["a key of 10 MB", `send(frame("7", { mime: { ["k".repeat(10_000_000)]: "v" } }))`],
  ["what is no frame", `send(new Uint8Array(100).fill(255))`],
  ["half a frame", `send(frame("8", "{}").subarray(0, 6))`],
] as const;

const FLOODS = [
  ["output of no bytes", `endlessly(frame("o", ""))`],
  ["results that are none", `endlessly(frame("7", {}))`],
  ["results", `endlessly(frame("7", { mime: {}, main: false }))`],
  ["results of many names", `for (const one = frame("7", { mime: NAMES, main: false }); ; ) send(one)`],
  ["variables", `endlessly(frame("9", VARIABLES))`],
  ["outcomes", "endlessly(frame(...DONE))"],
  ["files of no bytes", "send(frame(...DONE)); endlessly(frame(...FILE))"],
  ["drops of a file", `send(frame(...DONE), frame("a", { name: "a", size: 2e7 })); endlessly(frame("d", "x"))`],
  ["output of no bytes between cells", `setTimeout(() => endlessly(frame("o", "")), 50)`],
  ["output between cells", `setTimeout(() => endlessly(frame("o", "x")), 50)`],
  ["variables between cells", `setTimeout(() => endlessly(frame("9", VARIABLES)), 50)`],
] as const;

describe("a cell that writes frames itself", () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode: asOrdinaryUser, options: { engine: "portable", armed: 1 } });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const open = () => host.openSession({ language: "javascript" });
  const run = (session: string, code: string, limits: CellInput["limits"] = {}) =>
    host.cell(session, { code, limits: { timeoutMs: 2_000, ...limits } });

  test.for(LIES)("[portable.frames] its lies cost its own session's variables at most: %s", async ([, code]) => {
    const session = await open();
    const { artifacts } = await run(session, LIAR + code);
    expect(artifacts.map(({ name }) => name)).not.toContain("../../x");
    // What it costs is its own: this cell may still hear of the lie, the session goes on.
    await run(session, "0");
    await expect.poll(async () => (await run(session, "console.log(6 * 7)")).stdout).toBe("42\n");
    await host.closeSession(session);
  });

  test("[portable.frames] a cell that says that memory ran out while it dies has not met its limit", async () => {
    const session = await open();
    const code = `core.writeSync(2, new TextEncoder().encode("FATAL: out of memory\\n")); send(new Uint8Array(9).fill(255))`;
    const { outcome } = await run(session, LIAR + code);
    expect({ status: outcome.status, recovered: outcome.recovered }).toEqual({ status: "killed", recovered: "clean" });
    await host.closeSession(session);
  });

  test.for(FLOODS)("[portable.frames] a flood does not keep the host from its work: %s", async ([, code]) => {
    const session = await open();
    await host.longestStall();
    const before = (await host.holdings()).memoryBytes;
    await run(session, LIAR + code, { timeoutMs: 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await host.longestStall()).toBeLessThan(200);
    expect((await host.holdings()).memoryBytes - before).toBeLessThan(256 * MiB);
    await host.closeSession(session);
    const next = await open();
    expect((await run(next, "console.log(6 * 7)")).stdout).toBe("42\n");
    await host.closeSession(next);
  });
});
