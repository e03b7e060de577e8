import { Sandbox } from "@e2b/code-interpreter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGlovebox } from "../../packages/server/src/wiring.ts";
import { serve } from "../server/served.ts";
import { type E2b, KEY, make, sandboxDefaults, serveE2b } from "./e2b.fixture.ts";

let e2b: E2b;
beforeAll(async () => {
  e2b = await serveE2b();
}, 60_000);
afterAll(() => e2b[Symbol.asyncDispose]());

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
    const volumes = await fetch(`${e2b.url}/volumes`, { headers: { "X-API-KEY": KEY } });
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
