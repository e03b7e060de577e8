import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type E2b, make, makeOpen, serveE2b } from "./e2b.fixture.ts";

let e2b: E2b;
beforeAll(async () => {
  e2b = await serveE2b();
}, 60_000);
afterAll(() => e2b[Symbol.asyncDispose]());

describe("commands and terminals of E2B's own library", () => {
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
    await using made = await makeOpen(e2b);
    const { hostname, port } = new URL(e2b.url);
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
});
