import { Sandbox } from "@e2b/code-interpreter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type E2b, KEY, MIB, make, makeOpen, OTHER_KEY, serveE2b } from "./e2b.fixture.ts";

let e2b: E2b;
beforeAll(async () => {
  e2b = await serveE2b();
}, 60_000);
afterAll(() => e2b[Symbol.asyncDispose]());

describe("hostile callers of E2B's face", () => {
  test("[e2b.isolation] another key finds, ends and changes nothing, in the words for what never was", async () => {
    await using made = await make();
    const { sandboxId } = made.sandbox;
    const call = (method: string, path: string) =>
      fetch(`${e2b.url}${path}`, {
        method,
        headers: { "X-API-KEY": OTHER_KEY, "Content-Type": "application/json" },
      });
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/pause"],
      ["GET", "/metrics"],
    ] as const) {
      const foreign = await call(method, `/sandboxes/${sandboxId}${path}`);
      const never = await call(method, `/sandboxes/${"i".repeat(41)}${path}`);
      expect([foreign.status, await foreign.text()]).toEqual([404, await never.text()]);
    }
    expect(await (await call("GET", "/v2/sandboxes")).json()).toEqual([]);
    expect((await fetch(`${e2b.url}/sandboxes`)).status).toBe(401);
    expect(await made.sandbox.isRunning()).toBe(true);
  });

  test("[e2b.isolation] with a sandbox's id alone nobody reaches its files and commands", async () => {
    await using made = await make();
    const to = { "E2b-Sandbox-Id": made.sandbox.sandboxId, "E2b-Sandbox-Port": "49983" };
    for (const token of [{}, { "X-Access-Token": "0".repeat(48) }] as Record<string, string>[]) {
      expect((await fetch(`${e2b.url}/files?path=a`, { headers: { ...to, ...token } })).status).toBe(401);
      const list = { method: "POST", headers: { ...to, ...token, "Content-Type": "application/json" }, body: "{}" };
      expect((await fetch(`${e2b.url}/process.Process/List`, list)).status).toBe(401);
    }
    await using closed = await make({ network: { allowPublicTraffic: false } });
    const headers = { "E2b-Sandbox-Id": closed.sandbox.sandboxId, "E2b-Sandbox-Port": "49999" };
    expect((await fetch(`${e2b.url}/contexts`, { headers })).status).toBe(401);
    expect(await closed.sandbox.listCodeContexts()).toHaveLength(2);
  });

  test("[e2b.hostile-input] nothing that is sent to any door is more than refused", async () => {
    await using made = await makeOpen(e2b);
    const to = { "E2b-Sandbox-Id": made.id, "X-API-KEY": KEY };
    const bodies = [
      "",
      "null",
      "[]",
      "{}",
      '{"path":"\\u0000"}',
      '{"path":5}',
      '{"process":{"cmd":"\\u0000"}}',
      "\xff{",
    ];
    const more = [
      '{"code":"1","language":"__proto__"}',
      '{"process":{"pid":-1},"signal":"SIGNAL_SIGKILL"}',
      "[".repeat(9_000),
    ];
    const doors = [
      ["", "/sandboxes"],
      ["", `/sandboxes/${made.id}/timeout`],
      ["49999", "/execute"],
      ["49999", "/contexts"],
      ["49983", "/process.Process/Start"],
      ["49983", "/process.Process/SendSignal"],
      ["49983", "/filesystem.Filesystem/ListDir"],
      ["49983", "/filesystem.Filesystem/WatchDir"],
      ["49983", "/files?path=%00"],
      ["49983", "/files?path=/etc/passwd"],
      ["1", "/execute"],
    ] as const;
    for (const [port, path] of doors) {
      for (const type of [
        "application/json",
        "application/connect+json",
        "text/plain",
        "multipart/form-data; boundary=x",
      ]) {
        for (const body of [...bodies, ...more]) {
          const headers = {
            ...(port === "" ? { "X-API-KEY": KEY } : { ...to, "E2b-Sandbox-Port": port }),
            "Content-Type": type,
          };
          const answer = await fetch(`${e2b.url}${path}`, { method: "POST", headers, body });
          const text = await answer.text();
          if (answer.status === 200 && path !== "/contexts")
            expect(text, `${path} ${type} ${body.slice(0, 50)}`).toContain("error");
          expect(answer.status, `${path} ${type} ${body.slice(0, 50)}`).toBeLessThan(500);
        }
      }
    }
    for (const id of ["__proto__", "constructor", "../..", "a".repeat(5_000), "%00"]) {
      const gone = await fetch(`${e2b.url}/health`, {
        headers: { "E2b-Sandbox-Id": id, "E2b-Sandbox-Port": "49983" },
      });
      expect(gone.status).toBe(502);
    }
    expect((await (await Sandbox.connect(made.id)).runCode("1")).text).toBe("1");
  }, 60_000);

  test("[e2b.hostile-input] what a sandbox's user may not read, and what is behind links, is out of reach", async () => {
    await using made = await make();
    const { files, commands } = made.sandbox;
    await commands.run(
      "ln -s /etc link; ln -s /proc/1/environ secret; mkfifo pipe; touch -d @9000000000000000 /dev/shm/late",
    );
    expect((await files.list("/dev/shm")).map(({ name }) => name)).toEqual(["late"]);
    for (const path of [
      "/etc/shadow",
      "../../etc/shadow",
      "link/passwd",
      "secret",
      "pipe",
      "/proc/1/environ",
      "/dev/zero",
    ])
      await expect(files.read(path), path).rejects.toThrow();
    for (const path of ["/etc/new", "link/new", "../../usr/new"])
      await expect(files.write(path, "x"), path).rejects.toThrow();
  });

  test("[e2b.hostile-input] no more sandboxes, contexts and bytes than there may be", async () => {
    await using made = await make();
    const most: Sandbox[] = [];
    try {
      await expect(async () => {
        for (let count = 0; count < 13; count++) most.push(await Sandbox.create("base"));
      }).rejects.toThrow("10 sandboxes of yours are there; end some, or raise the setting sandboxes.mostPerPrincipal");
      const others = await Sandbox.create("base", { apiKey: OTHER_KEY });
      await others.kill();
    } finally {
      await Promise.all(most.map((each) => each.kill()));
    }
    const large = await made.sandbox.commands.run("head -c 40000000 /dev/zero > big || echo refused");
    expect(large.stdout).toBe("refused\n");
    await expect(made.sandbox.files.write("big", new Uint8Array(40 * MIB).buffer)).rejects.toThrow();
  }, 60_000);
});
