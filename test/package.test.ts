import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const execute = promisify(execFile);
const root = join(import.meta.dirname, "..");

/** A folder that has nothing but the installed package. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "glovebox-package-"));
  const { stdout } = await execute(process.execPath, [join(root, "scripts/pack.ts"), folder]);
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", "install", "--prefix", folder, "--prefer-offline", "--no-audit", "--no-fund", stdout.trim());
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test("a program that imports the installed package runs code in a sandbox", async () => {
  const program = `
    import { Glovebox } from "glovebox";
    await using box = await Glovebox.open();
    const { outcome, stdout } = await box.execute({ language: "python", code: "print(6*7)" });
    console.log(JSON.stringify({ status: outcome.status, stdout }));
  `;
  await writeFile(join(folder, "program.js"), program);
  const { stdout } = await run(process.execPath, "program.js");
  expect(JSON.parse(stdout)).toEqual({ status: "succeeded", stdout: "42\n" });
});

test("the installed command runs code in a sandbox", async () => {
  const { stdout } = await run("npx", "--no-install", "glovebox", "run", "-c", "print(6*7)");
  expect(stdout).toBe("42\n");
});

test("the installed command runs code in a sandbox of the portable engine", async () => {
  const code = ["--language", "typescript", "-c", "const six: number = 6; console.log(six * 7)"];
  const { stdout } = await run("npx", "--no-install", "glovebox", "run", "--engine", "portable", ...code);
  expect(stdout).toBe("42\n");
});

test("the installed command serves", async () => {
  const server = spawn(process.execPath, ["node_modules/glovebox/bin/glovebox.js", "serve", "--port", "0"], {
    cwd: folder,
    env: { ...process.env, XDG_DATA_HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const [line] = await once(server.stderr, "data");
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0];
    const body = JSON.stringify({ language: "python", code: "print(6*7)" });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}/v1/executions`, { method: "POST", body, headers });
    expect(await answer.json()).toMatchObject({ stdout: "42\n", outcome: { status: "succeeded" } });
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
});

test("the installed package's types are whole, and catch a wrong request", async () => {
  const program = `
    import { Glovebox } from "glovebox";
    const box: Glovebox = await Glovebox.open();
    const status: string = (await box.execute({ language: "python", code: "1" })).outcome.status;
    // @ts-expect-error: a language is a string
    await box.execute({ language: 42 });
    console.log(status);
  `;
  await writeFile(join(folder, "program.ts"), program);
  const types = ["--typeRoots", join(root, "node_modules/@types"), "--types", "node"];
  const options = ["--ignoreConfig", "--noEmit", "--strict", "--target", "es2024", "--lib", "es2024,esnext", ...types];
  await run(process.execPath, join(root, "node_modules/.bin/tsc"), ...options, "--module", "nodenext", "program.ts");
});

/** Runs a program in the folder, on the Node that runs the tests. */
async function run(program: string, ...args: string[]) {
  const PATH = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  try {
    return await execute(program, args, { cwd: folder, env: { ...process.env, PATH } });
  } catch (error) {
    throw new Error(`${String(error)}\n${(error as { stdout?: string }).stdout}`);
  }
}
