import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type E2b, make, makeOpen, serveE2b } from "./e2b.fixture.ts";

let e2b: E2b;
beforeAll(async () => {
  e2b = await serveE2b();
}, 60_000);
afterAll(() => e2b[Symbol.asyncDispose]());

describe("files of E2B's own library", () => {
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
    const open = await makeOpen(e2b);
    expect((await get(`${e2b.url}/files?path=a&signature=v1_`))[0]).toBe(401);
    await open[Symbol.asyncDispose]();
  });
});
