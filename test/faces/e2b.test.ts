import { once } from "node:events";
import { connect } from "node:net";
import { Sandbox } from "@e2b/code-interpreter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGlovebox } from "../../packages/server/src/wiring.ts";
import { type Served, serve } from "../server/served.ts";

const KEY = `e2b_${"0".repeat(40)}`;
const OTHER_KEY = `e2b_${"1".repeat(40)}`;

let served: Served;
beforeAll(async () => {
  served = await serve({ armed: 0, sandboxes: { ...sandboxDefaults, most: 12, mostPerPrincipal: 10 } }, openGlovebox);
  // All that a client of E2B's sets to come here.
  Object.assign(process.env, { E2B_API_URL: served.url, E2B_SANDBOX_URL: served.url, E2B_API_KEY: KEY });
}, 60_000);
afterAll(() => served[Symbol.asyncDispose]());

const MIB = 1024 ** 2;
const sandboxDefaults = {
  maxAgeMs: 3_600_000,
  memoryBytes: 512 * MIB,
  processes: 128,
  workspaceBytes: 64 * MIB,
  fileBytes: 32 * MIB,
  openFiles: 256,
  timeoutMs: 60_000,
  cpuMs: 60_000,
  outputBytes: MIB,
};

type Made = AsyncDisposable & { readonly sandbox: Sandbox };
async function make(options: object = {}): Promise<Made> {
  const sandbox = await Sandbox.create("base", options);
  return { sandbox, [Symbol.asyncDispose]: async () => void (await sandbox.kill()) };
}

/** As older libraries of E2B's could: with an id alone its files and commands can be reached. */
async function makeOpen(): Promise<AsyncDisposable & { readonly id: string }> {
  const headers = { "X-API-KEY": KEY, "Content-Type": "application/json" };
  const body = JSON.stringify({ templateID: "base", secure: false });
  const answer = await fetch(`${served.url}/sandboxes`, { method: "POST", headers, body });
  const { sandboxID: id } = (await answer.json()) as { sandboxID: string };
  return { id, [Symbol.asyncDispose]: async () => void (await Sandbox.kill(id)) };
}

describe("E2B's own library, unmodified", () => {
  test("[e2b.sdk] it makes a sandbox, runs code in it, finds it again and ends it", async () => {
    await using made = await make({ metadata: { purpose: "a test & more" }, timeoutMs: 60_000 });
    const { sandbox } = made;
    const said: string[] = [];
    const run = await sandbox.runCode("print('out'); x = 40\nx + 2", { onStdout: ({ line }) => void said.push(line) });
    expect({ text: run.text, said: said.join(""), error: run.error }).toEqual({
      text: "42",
      said: "out\n",
      error: undefined,
    });
    expect(await (await Sandbox.connect(sandbox.sandboxId)).runCode("x")).toMatchObject({ text: "40" });
    const listed = await Sandbox.list({ query: { metadata: { purpose: "a test & more" } } }).nextItems();
    expect(listed.map(({ sandboxId }) => sandboxId)).toEqual([sandbox.sandboxId]);
    expect(await Sandbox.list({ query: { metadata: { purpose: "another" } } }).nextItems()).toEqual([]);
    expect(await sandbox.kill()).toBe(true);
    expect(await sandbox.kill()).toBe(false);
    expect(await sandbox.isRunning()).toBe(false);
  });

  test("[e2b.sdk] an exception has its name, message and traceback, and variables of one run are only its own", async () => {
    await using made = await make({ envs: { SHARED: "1" } });
    const { sandbox } = made;
    const failed = await sandbox.runCode("1 / 0");
    expect(failed.error).toMatchObject({ name: "ZeroDivisionError", value: "division by zero" });
    expect(failed.error?.traceback).toContain("1 / 0");
    const code = "import os; os.environ.get('SHARED'), os.environ.get('OWN')";
    expect((await sandbox.runCode(code, { envs: { OWN: "2" } })).text).toBe("('1', '2')");
    expect((await sandbox.runCode(code)).text).toBe("('1', None)");
  });

  test("[e2b.sdk] what is shown reaches it once: updates and clearings do not, as with its own kernel", async () => {
    await using made = await make();
    const { results, logs } = await made.sandbox.runCode(
      "from IPython.display import clear_output\nh = display('first', display_id=True)\nprint('said')\nclear_output()\nh.update('second')\n'main'",
    );
    expect(results.map(({ text, isMainResult }) => [text, isMainResult])).toEqual([
      ["first", false],
      ["main", true],
    ]);
    expect(logs.stdout).toEqual(["said\n"]);
  });

  test("[e2b.sdk] a client that gives up interrupts its run, and the next one works", async () => {
    await using made = await make();
    const { sandbox } = made;
    await sandbox.runCode("x = 1");
    await expect(sandbox.runCode("import time\nwhile True: time.sleep(1)", { timeoutMs: 500 })).rejects.toThrow();
    expect((await sandbox.runCode("x")).text).toBe("1");
  });

  test("[e2b.contexts] contexts have variables of their own and files in common, restart and go", async () => {
    await using made = await make();
    const { sandbox } = made;
    expect((await sandbox.listCodeContexts()).map(({ language }) => language)).toEqual(["python", "javascript"]);
    const context = await sandbox.createCodeContext({ cwd: "/tmp" });
    await sandbox.runCode("y = 1; open('/home/user/common', 'w').write('here')");
    const other = await sandbox.runCode("import os; os.getcwd(), open('/home/user/common').read(), 'y' in globals()", {
      context,
    });
    expect(other.text).toBe("('/tmp', 'here', False)");
    await sandbox.runCode("z = 1", { context });
    await sandbox.restartCodeContext(context);
    expect((await sandbox.runCode("z", { context })).error?.name).toBe("NameError");
    await sandbox.removeCodeContext(context);
    await expect(sandbox.runCode("1", { context })).rejects.toThrow("not found");
    await expect(sandbox.createCodeContext({ language: "cobol" })).rejects.toThrow("400");
  });

  test("[e2b.packages] pip install in a run installs, for every context and command of the sandbox", async () => {
    await using made = await make();
    const { sandbox } = made;
    const context = await sandbox.createCodeContext();
    await sandbox.runCode("1", { context });
    const shown = "import humanize\nhumanize.intcomma(12345)";
    const run = await sandbox.runCode(`!pip install humanize==4.9.0\n${shown}`);
    expect(run.error).toBeUndefined();
    expect(run.logs.stdout.join("")).toBe("Successfully installed humanize-4.9.0\n");
    expect(run.text).toBe("12,345");
    expect(await sandbox.runCode(shown, { context })).toMatchObject({ text: "12,345" });
    const { stdout } = await sandbox.commands.run("python3 -c 'import humanize; print(humanize.__version__)'");
    expect(stdout).toBe("4.9.0\n");
  }, 120_000);

  test("[e2b.commands] commands run, fail, take input, go on in the background and are ended", async () => {
    await using made = await make();
    const { commands } = made.sandbox;
    expect(await commands.run("echo out; echo err >&2")).toMatchObject({
      stdout: "out\n",
      stderr: "err\n",
      exitCode: 0,
    });
    await expect(commands.run("exit 3")).rejects.toMatchObject({ exitCode: 3 });
    await expect(commands.run("pwd", { cwd: "/home/user/nowhere" })).rejects.toThrow("does not exist");
    await made.sandbox.files.write("/root/left", "here", { user: "root" });
    const reads = await commands.run("read line; echo got $line", { background: true, stdin: true });
    expect((await commands.list()).map(({ pid }) => pid)).toContain(reads.pid);
    await commands.sendStdin(reads.pid, "this\n");
    expect((await reads.wait()).stdout).toBe("got this\n");
    const sleeps = await commands.run("sleep 100", { background: true });
    expect(await sleeps.kill()).toBe(true);
    await expect(sleeps.wait()).rejects.toMatchObject({ exitCode: -1 });
    expect(await commands.kill(sleeps.pid)).toBe(false);
    await commands.run("sleep 1000 >/dev/null 2>&1 &");
    expect((await commands.run("pgrep -c sleep")).stdout).toBe("1\n");
    await expect(commands.run("sleep 100", { timeoutMs: 300 })).rejects.toThrow("timeoutMs");
    await commands.run("while pgrep -f 'sleep 100$'; do sleep 0.05; done"); // its client may have heard of it before
    expect((await commands.run("whoami; cat ~/left", { user: "root" })).stdout).toBe("user\nhere");
    await expect(commands.run("id", { user: "nobody" })).rejects.toThrow('one user, "user"');
  });

  test("[e2b.commands] pip tells what is here, and what to do about the rest", async () => {
    await using made = await make();
    const { commands } = made.sandbox;
    const failed: unknown = await commands.run("pip install not-there").catch((error: unknown) => error);
    expect(failed).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/no network.*from files in it/) });
    expect(await commands.run("pip3 help").catch((error: unknown) => error)).not.toHaveProperty("exitCode", 127);
  });

  test("[e2b.commands] a client that stops to send once it is answered is not answered before its question is there", async () => {
    await using made = await makeOpen();
    const { hostname, port } = new URL(served.url);
    const socket = connect({ host: hostname, port: Number(port) });
    const message = Buffer.from(JSON.stringify({ process: { cmd: "echo", args: ["late"] } }));
    const length = Buffer.alloc(5);
    length.writeUInt32BE(message.length, 1);
    const head = [
      "POST /process.Process/Start HTTP/1.1",
      "Host: localhost",
      `E2b-Sandbox-Id: ${made.id}`,
      "E2b-Sandbox-Port: 49983",
      "Content-Type: application/connect+json",
      "Connection: close",
      `Content-Length: ${length.length + message.length}`,
    ];
    let answer = "";
    socket.setEncoding("utf8").on("data", (piece: string) => {
      answer += piece;
    });
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const early = answer;
    socket.write(Buffer.concat([length, message]));
    await once(socket, "close");
    expect(early).toBe("");
    expect(answer).toContain(Buffer.from("late\n").toString("base64"));
  });

  test("[e2b.pty] a terminal has a size that can be changed, takes input and tells its exit code", async () => {
    await using made = await make();
    const { pty } = made.sandbox;
    let screen = "";
    const shows = async (text: string) => {
      while (!screen.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const onData = (data: Uint8Array) => {
      screen += Buffer.from(data).toString();
    };
    const terminal = await pty.create({ cols: 71, rows: 31, onData });
    await pty.sendInput(terminal.pid, Buffer.from("stty size; tty\n"));
    await shows("31 71");
    await shows("/dev/pts/");
    await pty.resize(terminal.pid, { cols: 72, rows: 32 });
    await pty.sendInput(terminal.pid, Buffer.from("stty size\n"));
    await shows("32 72");
    await pty.sendInput(terminal.pid, Buffer.from("exit 5\n"));
    await expect(terminal.wait()).rejects.toMatchObject({ exitCode: 5 });
  });

  test("[e2b.files] files are written, read, listed, moved, watched and removed", async () => {
    await using made = await make();
    const { files } = made.sandbox;
    expect(await files.write("dir/a.txt", "one")).toMatchObject({ name: "a.txt", path: "/home/user/dir/a.txt" });
    await files.write([{ path: "dir/b.bin", data: new Uint8Array([0, 255]).buffer }], { useOctetStream: true });
    await files.write("dir/zipped", "zipped".repeat(1_000), { gzip: true });
    expect(await files.read("dir/zipped")).toBe("zipped".repeat(1_000));
    expect([...(await files.read("dir/b.bin", { format: "bytes" }))]).toEqual([0, 255]);
    const seen: string[] = [];
    const watch = await files.watchDir("dir", ({ type, name }) => void seen.push(`${type} ${name}`));
    await files.rename("dir/a.txt", "dir/c.txt");
    while (!seen.includes("create c.txt")) await new Promise((resolve) => setTimeout(resolve, 50));
    await watch.stop();
    expect(seen).toContain("rename a.txt");
    expect((await files.list("dir")).map(({ name }) => name)).toEqual(["b.bin", "c.txt", "zipped"]);
    expect([await files.makeDir("dir/new"), await files.makeDir("dir/new")]).toEqual([true, false]);
    await files.remove("dir");
    expect(await files.exists("dir")).toBe(false);
    await expect(files.read("dir/c.txt")).rejects.toThrow("no such file");
  });

  test("[e2b.files] a link is told as what it leads to, and as a link where that is nothing to be seen", async () => {
    await using made = await make();
    const { files, commands } = made.sandbox;
    await files.write("dir/a.txt", "one");
    await commands.run(
      "cd dir; ln -s a.txt near; ln -s ../dir folder; ln -s nowhere lost; ln -s lost two; ln -s self self",
    );
    const told = Object.fromEntries(
      (await files.list("dir")).map((each) => [each.name, [each.type, each.symlinkTarget]]),
    );
    expect(told).toEqual({
      "a.txt": ["file", undefined],
      near: ["file", "/home/user/dir/a.txt"],
      folder: ["dir", "/home/user/dir"],
      lost: ["symlink", "/home/user/dir/nowhere"],
      two: ["symlink", "/home/user/dir/nowhere"],
      self: ["symlink", "/home/user/dir/self"],
    });
    expect(await files.getInfo("dir/near")).toMatchObject({ type: "file", permissions: "Lrwxrwxrwx", mode: 0o644 });
    await expect(files.read("dir/near")).rejects.toThrow();
  });

  test("[e2b.files] what is noted of a file stays with it, and goes with it", async () => {
    await using made = await make();
    const { files, commands } = made.sandbox;
    const metadata = { author: "somebody", purpose: "a test" };
    expect((await files.write("dir/noted", "x", { metadata })).metadata).toEqual(metadata);
    await files.write("dir/plain", "x");
    const noted = async (folder: string) => (await files.list(folder)).map((each) => [each.name, each.metadata]);
    expect(await noted("dir")).toEqual([
      ["noted", metadata],
      ["plain", undefined],
    ]);
    await commands.run("mkdir there; mv dir/noted there");
    expect(await noted("there")).toEqual([["noted", metadata]]);
    await commands.run("python3 -c \"import os; os.setxattr('there/noted', 'user.e2b.author', b'else')\"");
    expect((await files.getInfo("there/noted")).metadata).toEqual({ ...metadata, author: "else" });
    expect((await files.write("there/noted", "y")).metadata).toBe(undefined);
    await expect(files.write("large", "x", { metadata: { much: "m".repeat(5_000) } })).rejects.toThrow("4096 bytes");
    const many =
      "import os\nfor i in range(300): open(f'many{i}', 'w'); os.setxattr(f'many{i}', 'user.x', b'\\x00' * 8000)";
    await commands.run(`mkdir many; cd many; python3 -c "${many}"`);
    expect(await files.list("many")).toHaveLength(300);
  });

  test("[e2b.files] the rest of a sandbox can be looked at as its user can, and not changed", async () => {
    await using made = await make();
    const { files, commands } = made.sandbox;
    expect(await files.read("/etc/hosts")).toBe((await commands.run("cat /etc/hosts")).stdout);
    expect(await files.read("/proc/self/comm")).toBe("cat\n");
    const root = Object.fromEntries((await files.list("/")).map((each) => [each.name, each.type]));
    expect(root).toMatchObject({ usr: "dir", home: "dir", tmp: "dir", data: "dir" });
    expect(Object.keys(root)).not.toContain("");
    expect((await files.list("/etc", { depth: 2 })).map(({ path }) => path)).toContain("/etc/hosts");
    expect(await files.getInfo("/etc/hosts")).toMatchObject({ type: "file", owner: "root", mode: 0o644 });
    expect([await files.exists("/usr/bin/env"), await files.exists("/usr/bin/never")]).toEqual([true, false]);
    await expect(files.read("/usr/bin/never")).rejects.toThrow("there is no such file");
    await expect(files.read("/usr")).rejects.toThrow("no regular file");
    await expect(files.list("/etc/hosts")).rejects.toThrow("not a directory");
    for (const change of [
      () => files.write("/etc/new", "x"),
      () => files.makeDir("/opt/new"),
      () => files.remove("/etc/hosts"),
      () => files.rename("/etc/hosts", "/tmp/hosts"),
      () => files.watchDir("/etc", () => undefined),
    ])
      await expect(change()).rejects.toThrow("is not below /home/user, /workspace or /tmp");
  });

  test("[e2b.signed] whoever has a signed URL needs nothing else, for what was signed and as long as it holds", async () => {
    await using made = await make();
    await using other = await make();
    for (const { sandbox } of [made, other]) await sandbox.files.write("a b.txt", sandbox.sandboxId);
    const get = async (url: string, init: RequestInit = {}) => {
      const answer = await fetch(url, init);
      return [answer.status, await answer.text()];
    };
    const { sandbox } = made;
    const url = await sandbox.downloadUrl("a b.txt", { useSignatureExpiration: 60 });
    expect(await get(url)).toEqual([200, sandbox.sandboxId]);
    expect(await get(await other.sandbox.downloadUrl("a b.txt"))).toEqual([200, other.sandbox.sandboxId]);
    const put = await sandbox.uploadUrl("new.txt");
    const form = () => {
      const data = new FormData();
      data.append("file", "sent");
      return { method: "POST", body: data };
    };
    expect((await get(put, form()))[0]).toBe(200);
    expect(await sandbox.files.read("new.txt")).toBe("sent");
    const invalid = [401, '{"message":"invalid signature","code":401}'];
    expect(await get(url.replace("a%20b.txt", "new.txt").replace("a+b.txt", "new.txt"))).toEqual(invalid);
    expect(await get(url.replace(/signature_expiration=\d+/, "signature_expiration=99999999999"))).toEqual(invalid);
    expect(await get(url, form())).toEqual(invalid);
    expect(await get(put)).toEqual(invalid);
    const over = [401, '{"message":"signature is already expired","code":401}'];
    expect(await get(await sandbox.downloadUrl("a b.txt", { useSignatureExpiration: -60 }))).toEqual(over);
    const gone = await other.sandbox.downloadUrl("a b.txt");
    await other.sandbox.kill();
    expect(await get(gone)).toEqual(invalid);
    const open = await makeOpen();
    expect((await get(`${served.url}/files?path=a&signature=v1_`))[0]).toBe(401);
    await open[Symbol.asyncDispose]();
  });

  test("[e2b.pause] a paused sandbox takes nothing new and keeps what it had; its time stands still", async () => {
    await using made = await make({ timeoutMs: 60_000 });
    const { sandbox } = made;
    await sandbox.runCode("kept = 1");
    expect(await sandbox.pause()).toBe(true);
    expect(await sandbox.pause()).toBe(false);
    expect(await sandbox.isRunning()).toBe(false);
    await expect(sandbox.runCode("kept")).rejects.toThrow("not found");
    await expect(sandbox.commands.run("true")).rejects.toThrow();
    expect((await sandbox.getInfo()).state).toBe("paused");
    await sandbox.connect();
    expect((await sandbox.runCode("kept")).text).toBe("1");
  });

  test("[e2b.sdk] what is not here is called that, and rules for a network that is not there are met", async () => {
    await using made = await make();
    const { sandbox } = made;
    await expect(sandbox.createSnapshot()).rejects.toThrow("Glovebox has no snapshots");
    await expect(sandbox.fork()).rejects.toThrow("Glovebox has no forks");
    await expect(Sandbox.fork("never")).rejects.toThrow("no such sandbox");
    await sandbox.updateNetwork({ denyOut: ["1.1.1.1"] });
    const volumes = await fetch(`${served.url}/volumes`, { headers: { "X-API-KEY": KEY } });
    expect([volumes.status, await volumes.json()]).toEqual([501, { code: 501, message: "Glovebox has no volumes" }]);
  });

  test("[e2b.end] a sandbox that ends takes its runs, commands and streams with it", async () => {
    await using made = await make();
    const { sandbox } = made;
    const run = sandbox.runCode("import time; time.sleep(60)");
    const command = await sandbox.commands.run("sleep 60", { background: true });
    const ended = Promise.allSettled([run, command.wait()]);
    await sandbox.kill();
    expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await using brief = await make({ timeoutMs: 1_000 });
    await expect(brief.sandbox.runCode("import time; time.sleep(60)")).rejects.toThrow("was killed");
  });
});

describe("hostile callers", () => {
  test("[e2b.isolation] another key finds, ends and changes nothing, in the words for what never was", async () => {
    await using made = await make();
    const { sandboxId } = made.sandbox;
    const call = (method: string, path: string) =>
      fetch(`${served.url}${path}`, {
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
    expect((await fetch(`${served.url}/sandboxes`)).status).toBe(401);
    expect(await made.sandbox.isRunning()).toBe(true);
  });

  test("[e2b.isolation] with a sandbox's id alone nobody reaches its files and commands", async () => {
    await using made = await make();
    const to = { "E2b-Sandbox-Id": made.sandbox.sandboxId, "E2b-Sandbox-Port": "49983" };
    for (const token of [{}, { "X-Access-Token": "0".repeat(48) }] as Record<string, string>[]) {
      expect((await fetch(`${served.url}/files?path=a`, { headers: { ...to, ...token } })).status).toBe(401);
      const list = { method: "POST", headers: { ...to, ...token, "Content-Type": "application/json" }, body: "{}" };
      expect((await fetch(`${served.url}/process.Process/List`, list)).status).toBe(401);
    }
    await using closed = await make({ network: { allowPublicTraffic: false } });
    const headers = { "E2b-Sandbox-Id": closed.sandbox.sandboxId, "E2b-Sandbox-Port": "49999" };
    expect((await fetch(`${served.url}/contexts`, { headers })).status).toBe(401);
    expect(await closed.sandbox.listCodeContexts()).toHaveLength(2);
  });

  test("[e2b.hostile-input] nothing that is sent to any door is more than refused", async () => {
    await using made = await makeOpen();
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
          const answer = await fetch(`${served.url}${path}`, { method: "POST", headers, body });
          const text = await answer.text();
          if (answer.status === 200 && path !== "/contexts")
            expect(text, `${path} ${type} ${body.slice(0, 50)}`).toContain("error");
          expect(answer.status, `${path} ${type} ${body.slice(0, 50)}`).toBeLessThan(500);
        }
      }
    }
    for (const id of ["__proto__", "constructor", "../..", "a".repeat(5_000), "%00"]) {
      const gone = await fetch(`${served.url}/health`, {
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

test("[server.too-busy] code in a sandbox waits for a place with everything else that the server runs", async () => {
  await using small = await serve(
    { armed: 0, concurrency: 1, queue: 0, sandboxes: { ...sandboxDefaults, most: 2, mostPerPrincipal: 2 } },
    openGlovebox,
  );
  const at = { apiUrl: small.url, sandboxUrl: small.url };
  const [one, two] = [await Sandbox.create("base", at), await Sandbox.create("base", at)];
  const begun = Promise.withResolvers<void>();
  const code = "print('in', flush=True)\nimport time; time.sleep(60)";
  const running = one.runCode(code, { onStdout: () => begun.resolve() }).catch(() => undefined);
  await begun.promise;
  expect((await two.runCode("1")).error).toMatchObject({ name: "too_busy" });
  await one.kill();
  await running;
  expect((await two.runCode("1")).text).toBe("1");
  await two.kill();
});
