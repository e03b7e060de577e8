import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Glovebox, type OpenSession } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
let python: OpenSession;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
  python = await box.sessions.create({ language: "python", environment: "base", engine: "native" });
});
afterAll(() => box.close());

async function run(code: string): Promise<string> {
  const { stdout, outcome } = await python.execute({ code });
  expect(outcome).toMatchObject({ status: "succeeded" });
  return stdout;
}

async function bytesOf(path: string, range?: { start?: number; length?: number }): Promise<Buffer> {
  await using file = await python.files.read(path, range);
  return Buffer.concat(await Array.fromAsync(file.pieces()));
}

test("[sessions.files] what the host writes the program reads, and the other way round", async () => {
  const entry = await python.files.write("deep/er/in.txt", [Buffer.from("from "), Buffer.from("outside")]);
  expect(entry).toMatchObject({ path: "/workspace/deep/er/in.txt", name: "in.txt", kind: "file", size: 12 });
  expect(await run("print(open('deep/er/in.txt').read())\nopen('out.bin', 'wb').write(bytes(range(256)) * 4096)")).toBe(
    "from outside\n",
  );
  expect(await bytesOf("out.bin")).toEqual(Buffer.concat(Array(4096).fill(Buffer.from([...Array(256).keys()]))));
  expect(await bytesOf("/mnt/data/out.bin", { start: 250, length: 10 })).toEqual(
    Buffer.from([250, 251, 252, 253, 254, 255, 0, 1, 2, 3]),
  );
  expect(await bytesOf("out.bin", { start: 2 ** 21 })).toHaveLength(0);
});

test("[sessions.files] a file that is written takes the place of the old one once it is whole", async () => {
  await python.files.write("kept.txt", [Buffer.from("old")]);
  async function* cut() {
    yield Buffer.from("new, but");
    expect((await bytesOf("kept.txt")).toString()).toBe("old");
    throw new Error("the client went away");
  }
  await expect(python.files.write("kept.txt", cut())).rejects.toThrow("the client went away");
  expect((await bytesOf("kept.txt")).toString()).toBe("old");
  await python.files.write("kept.txt", [Buffer.from("new")]);
  // Nothing else lies beside it, and the program may write to it.
  expect(
    await run("import os; open('kept.txt', 'a').write('er'); print(open('kept.txt').read(), len(os.listdir('.')))"),
  ).toMatch(/^newer /);
});

test("[sessions.files] what the host wrote is no artifact, what a program changes is one", async () => {
  await python.files.write("given.txt", [Buffer.from("given")]);
  const untouched = await python.execute({ code: "open('given.txt').read()" });
  expect(untouched.artifacts.map(({ name }) => name)).not.toContain("given.txt");
  const changed = await python.execute({ code: "open('given.txt', 'a').write('!')" });
  expect(changed.artifacts.map(({ name }) => name)).toEqual(["given.txt"]);
});

test("[sessions.files] folders are listed, made, renamed and removed, in each of the writable places", async () => {
  for (const place of ["/workspace/t", "/home/user/t", "/tmp/t"]) {
    expect(await python.files.makeFolder(`${place}/a/b`)).toMatchObject({ made: true, entry: { kind: "folder" } });
    expect(await python.files.makeFolder(`${place}/a/b`)).toMatchObject({ made: false });
    await python.files.write(`${place}/a/one.txt`, [Buffer.from("1")]);
    await run(`import os; os.symlink('/etc/passwd', '${place}/a/link'); os.mkfifo('${place}/a/pipe')`);
    const shallow = await python.files.list(`${place}/a`);
    expect(shallow.entries.map(({ name, kind, size, target }) => [name, kind, size, target])).toEqual([
      ["b", "folder", 0, undefined],
      ["link", "link", 0, "/etc/passwd"],
      ["one.txt", "file", 1, undefined],
      ["pipe", "pipe", 0, undefined],
    ]);
    expect((await python.files.list(place, { depth: 2 })).entries.map(({ path }) => path)).toContain(
      `${place}/a/one.txt`,
    );
    expect(await python.files.rename(`${place}/a/one.txt`, `${place}/c/two.txt`)).toMatchObject({ name: "two.txt" });
    await expect(python.files.remove(`${place}/c`)).rejects.toMatchObject({ code: "conflict" });
    await python.files.remove(place, { recursive: true });
    await expect(python.files.stat(place)).rejects.toMatchObject({ code: "not_found" });
  }
});

describe("[sessions.files] what a program prepares is refused, and nothing beyond it is reached", () => {
  const traps: readonly [name: string, prepare: string, path: string, code: string][] = [
    ["a link to a file of the sandbox's root", "os.symlink('/etc/passwd', 'trap')", "trap", "conflict"],
    ["a link to init's memory", "os.symlink('/proc/1/mem', 'trap')", "trap", "conflict"],
    ["a magic link", "os.symlink('/proc/self/fd/0', 'trap')", "trap", "conflict"],
    ["a folder that is a link", "os.symlink('/etc', 'trap')", "trap/passwd", "conflict"],
    ["a pipe that nobody writes to", "os.mkfifo('trap')", "trap", "conflict"],
    ["a folder", "os.mkdir('trap')", "trap", "conflict"],
    ["a path out of its place", "pass", "../etc/passwd", "not_found"],
    ["what is no writable place", "pass", "/etc/passwd", "not_found"],
    ["init's own files", "pass", "/proc/1/environ", "not_found"],
  ];
  test.for(traps)("%s", async ([, prepare, path, code]) => {
    await run(`import os, shutil\n${prepare}`);
    await expect(python.files.read(path)).rejects.toMatchObject({ code });
    await run(
      "import os\nif os.path.lexists('trap'): os.rmdir('trap') if os.path.isdir('trap') and not os.path.islink('trap') else os.unlink('trap')",
    );
  });

  test("a link in a folder's place is not written through, nor removed through", async () => {
    await run(
      "import os; os.makedirs('/tmp/aim', exist_ok=True); open('/tmp/aim/stays', 'w').write('x'); os.symlink('/tmp/aim', 'way')",
    );
    await expect(python.files.write("way/new.txt", [Buffer.from("x")])).rejects.toMatchObject({ code: "conflict" });
    await expect(python.files.remove("way/stays")).rejects.toMatchObject({ code: "conflict" });
    await python.files.remove("way", { recursive: true });
    expect((await python.files.list("/tmp/aim")).entries.map(({ name }) => name)).toEqual(["stays"]);
  });

  test("a file that becomes shorter while it is read is an error, and the session lives", async () => {
    await run("open('shrinks', 'wb').write(bytes(3_000_000))");
    await using file = await python.files.read("shrinks");
    const pieces = file.pieces();
    expect((await pieces.next()).value).toHaveLength(262_144);
    await run("open('shrinks', 'w').close()");
    await expect(Array.fromAsync(pieces)).rejects.toMatchObject({ code: "conflict" });
    expect(await run("print('alive')")).toBe("alive\n");
  });

  test("more than there is room for is refused, and what was there stays", async () => {
    await using small = await box.sessions.create({
      language: "python",
      environment: "base",
      engine: "native",
      limits: { workspaceBytes: 4 * 1024 * 1024 },
    });
    await small.files.write("kept.txt", [Buffer.from("kept")]);
    const large = Array.from({ length: 80 }, () => Buffer.alloc(100_000));
    await expect(small.files.write("kept.txt", large)).rejects.toMatchObject({ code: "payload_too_large" });
    expect((await small.execute({ code: "print(open('kept.txt').read())" })).stdout).toBe("kept\n");
  });
});

test("[sessions.files] a file is read while a cell runs, and a reader that stops holds up nobody", async () => {
  await run("open('big', 'wb').write(bytes(20_000_000))");
  const running = python.execute({ code: "import time; time.sleep(1); print('done')" });
  await using file = await python.files.read("big");
  const pieces = file.pieces();
  await pieces.next();
  expect((await running).stdout).toBe("done\n");
  expect(await run("print(1)")).toBe("1\n");
  await pieces.return(undefined);
});

test("[sessions.files] files of a session that has ended cannot be reached", async () => {
  const gone = await box.sessions.create({ language: "python", environment: "base", engine: "native" });
  const { files } = gone;
  await gone.close();
  await expect(files.list()).rejects.toMatchObject({ code: "not_found" });
});

test("[sessions.files] a file of any time is told of, and the session goes on", async () => {
  await run("import os\nopen('late.txt', 'w').close(); os.utime('late.txt', (9e15, 9e15))");
  expect((await python.files.stat("late.txt")).modifiedAt).toMatch(/^\+275760-09-13T/);
  expect(await run("print('goes on')")).toBe("goes on\n");
});
