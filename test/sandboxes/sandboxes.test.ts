import { afterAll, beforeAll, expect, test } from "vitest";
import { Glovebox, type OpenSandbox, type RunningCommand } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
});
afterAll(() => box.close());

function sandbox(more: object = {}): Promise<OpenSandbox> {
  return box.sandboxes.create({ environment: "base", engine: "native", ...more });
}

async function said(command: RunningCommand): Promise<{ output: string; exitCode: number | null }> {
  let output = "";
  using events = command.listen();
  for await (const event of events) {
    if (event.type === "ended") return { output, exitCode: event.end.exitCode };
    output += event.data.toString();
  }
  throw new Error("it did not end");
}

async function run(place: OpenSandbox, script: string, more: object = {}) {
  let first: Promise<{ output: string; exitCode: number | null }> | undefined;
  await place.commands.start({ command: ["/bin/bash", "-c", script], ...more }, (command) => {
    first = said(command);
  });
  return await first;
}

test("[sandboxes.shared] commands, contexts and files of a sandbox are in one place", async () => {
  await using place = await sandbox({ env: { NAME: "shared" } });
  await place.files.write("/home/user/in.txt", [Buffer.from("from outside")]);
  const python = await (await place.contexts.create()).session();
  const { stdout } = await python.execute({ code: "import os; print(open('in.txt').read(), os.environ['NAME'])" });
  expect(stdout).toBe("from outside shared\n");
  expect(await run(place, "cat in.txt; echo -n $NAME; exit 4")).toEqual({ output: "from outsideshared", exitCode: 4 });
});

test("[sandboxes.commands] a process that a command leaves behind goes on, and ends with the sandbox", async () => {
  const place = await sandbox();
  await run(place, "(while sleep 0.05; do date > /tmp/alive; done) > /dev/null 2>&1 &");
  await run(place, "sleep 0.3");
  expect((await run(place, "rm /tmp/alive; sleep 0.5; cat /tmp/alive"))?.exitCode).toBe(0);
  const lives = await place.commands.start({ command: ["sleep", "100"] });
  await place.close();
  expect(await lives.ended).toMatchObject({ exitCode: null });
  expect(() => box.sandboxes.get(place.id)).toThrow("no such sandbox");
});

test("[sandboxes.commands] a reader that does not read holds the command back, and bounds what waits", async () => {
  await using place = await sandbox();
  const command = await place.commands.start({ command: ["yes"] });
  const before = process.memoryUsage().rss;
  const events = command.listen();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 ** 2);
  events[Symbol.dispose]();
  command.signal("SIGKILL");
  expect(await command.ended).toMatchObject({ signal: "SIGKILL" });
});

test("[sandboxes.terminals] a terminal cannot be typed into by others, nor handled by another driver", async () => {
  await using place = await sandbox();
  const script = [
    "import fcntl, sys",
    "for number in (0x5412, 0x5423):",
    "    try: fcntl.ioctl(0, number, b'x\\0\\0\\0'); print('done')",
    "    except OSError as error: print(error.errno)",
  ].join("\n");
  const terminal = { rows: 24, columns: 80 };
  const ended = await run(place, `python3 -c "${script}"`, { terminal });
  expect(ended?.output).toBe("1\r\n1\r\n");
});

test("[sandboxes.terminals] a sandbox that does not ask for terminals has none", async () => {
  const code = "import os; print(os.listdir('/dev/pts'))";
  const { stdout } = await box.execute({ language: "python", code, engine: "native" });
  expect(stdout).toBe("[]\n");
});

test("[sandboxes.time] it ends when its time is up, or is paused then, and a paused one's time stands still", async () => {
  const brief = await sandbox({ timeoutMs: 200 });
  await until(() => !brief.alive);
  await using kept = await sandbox({ timeoutMs: 200, onTimeout: "pause" });
  await until(() => kept.paused);
  await expect(run(kept, "true")).rejects.toThrow("paused");
  kept.resume(60_000);
  expect((await run(kept, "true"))?.exitCode).toBe(0);
  kept.setTimeout(0);
  await until(() => kept.paused);
});

test("[sandboxes.principals] another's sandbox is one that never was", async () => {
  await using mine = await box.sandboxes.create({ environment: "base" }, { principal: "me" });
  expect(box.sandboxes.get(mine.id, { principal: "me" })).toBe(mine);
  const foreign = thrown(() => box.sandboxes.get(mine.id, { principal: "you" }));
  expect(foreign).toEqual(thrown(() => box.sandboxes.get("never", { principal: "you" })));
  expect(box.sandboxes.list({ principal: "you" })).toEqual([]);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function thrown(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return String(error);
  }
  throw new Error("nothing was thrown");
}
