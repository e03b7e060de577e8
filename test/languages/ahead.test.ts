import { setTimeout as sleep } from "node:timers/promises";
import type { RequestInput } from "glovebox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asRoot } from "../hosts/modes.ts";

const MINUTES = { timeout: 300_000 };

type Case = {
  readonly language: string;
  /** Prints the milliseconds at which its process started, its arguments, stdin, folder and a variable. */
  readonly says: string;
  /** Ends by an exception in its second function. */
  readonly throws: string;
};

const cases: readonly Case[] = [
  {
    language: "java",
    says: `import java.util.*;
class Main { public static void main(String[] args) {
  System.out.println(ProcessHandle.current().info().startInstant().get().toEpochMilli());
  System.out.println(String.join(",", args) + "|" + args.length + "|" + new Scanner(System.in).nextLine() + "|" + System.getProperty("user.dir") + "|" + System.getenv("WORD"));
  System.exit(7);
} }`,
    throws: `class Main {
  static void inner() { throw new IllegalStateException("bad", new RuntimeException("cause")); }
  public static void main(String[] args) { inner(); }
}`,
  },
  ...["javascript", "typescript"].map((language) => ({
    language,
    says: `const fs = require("fs");
console.log(Math.floor(performance.timeOrigin));
const args = process.argv.slice(2);
console.log([args.join(","), args.length, fs.readFileSync(0, "utf8").trim(), process.cwd(), String(process.env.WORD ?? null)].join("|"));
process.exitCode = 7;`,
    throws: 'function inner() { throw new TypeError("bad"); }\ninner();',
  })),
];

let host: Host;
beforeAll(async () => {
  host = await startHost({ mode: asRoot, options: { armed: 2 } });
});
afterAll(() => host[Symbol.asyncDispose]());

/** Runs it until it was taken up by a process that had waited for it. */
async function whenWaited(request: RequestInput) {
  for (;;) {
    const before = Date.now();
    const execution = await host.execute(request);
    const [started = "", ...lines] = execution.stdout.split("\n");
    // The kernel counts the start of a process in hundredths of a second.
    if (Number(started) < before - 20) return { execution, lines };
    await sleep(200);
  }
}

describe.each(cases)("$language that was started before its request", ({ language, says, throws }) => {
  const request = { language, code: says, args: ["one", "", "two wörds"], stdin: "input\n" };

  test(
    "[languages.ahead] runs as one that was started for it, and one with variables is started for it",
    MINUTES,
    async () => {
      const { execution, lines } = await whenWaited(request);
      expect(lines).toEqual(["one,,two wörds|3|input|/workspace|null", ""]);
      expect(execution.outcome).toMatchObject({ status: "failed", exitCode: 7 });
      expect(execution.stderr).toBe("");
      const own = await host.execute({ ...request, env: { WORD: "wörd" }, workdir: "/workspace/below" });
      expect(own.stdout.split("\n").slice(1)).toEqual(["one,,two wörds|3|input|/workspace/below|wörd", ""]);
    },
  );

  test("[languages.ahead] an exception looks the same", MINUTES, async () => {
    await whenWaited(request);
    const own = await host.execute({ language, code: throws, env: { WORD: "" } });
    await whenWaited(request);
    const waited = await host.execute({ language, code: throws });
    expect(own.stderr).toContain("inner");
    expect(waited.stderr).toBe(own.stderr);
    expect(waited.outcome).toMatchObject({ status: "failed", exitCode: 1 });
    expect(waited.outcome.error).toEqual(own.outcome.error);
  });
});

test("[languages.ahead] what Java reports of an exception is that exception", MINUTES, async () => {
  const { outcome } = await host.execute({ language: "java", code: cases[0]?.throws ?? "" });
  expect(outcome.error).toMatchObject({ name: "java.lang.IllegalStateException", message: "bad" });
  expect(outcome.error?.traceback).toMatch(
    /^java.lang.IllegalStateException: bad\n\tat Main.inner.*\n\tat Main.main.*\nCaused by: /,
  );
});
