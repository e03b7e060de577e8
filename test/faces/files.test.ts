import { createHash } from "node:crypto";
import fs, { existsSync, readdirSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { type Execution, StoredFile, StoredFileList } from "@glovebox/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { App, errorOf, type Overrides, program, temporaryFolder } from "../server/served.ts";

let app: App;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  folder = temporaryFolder();
  app = await open();
});
afterEach(async () => {
  await app[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const NO_ID = "00000000-0000-7000-8000-000000000000";
const BYTES = { "Content-Type": "application/octet-stream" };
const as = (client: string) => ({ headers: { "X-Client-Id": client } });

function open(overrides: Overrides = {}): Promise<App> {
  return App.open({ dataDir: folder.path, ...overrides });
}

function send(content: string | Uint8Array<ArrayBuffer>, query = "", headers = {}): Promise<Response> {
  const body = Buffer.from(content);
  return app.call(`/v1/files${query}`, { method: "POST", body, headers: { ...BYTES, ...headers } });
}

async function put(content: string, query = "", headers = {}): Promise<StoredFile> {
  return StoredFile.parse(await (await send(content, query, headers)).json());
}

async function list(query = "", init = {}): Promise<StoredFileList> {
  return StoredFileList.parse(await (await app.call(`/v1/files${query}`, init)).json());
}

async function read(id: string, init = {}): Promise<string> {
  const answer = await app.call(`/v1/files/${id}/content`, init);
  return answer.status === 200 ? answer.text() : `status ${answer.status}`;
}

function using(code: string, files: object, init = {}): Promise<Response> {
  return app.post({ ...program(code), files }, init);
}

const contents = () => readdirSync(join(folder.path, "files"));

describe("keeping", () => {
  test("[files.kept] a file is described, and comes back byte for byte as a download that no browser shows", async () => {
    const file = await put("<script>alert(1)</script>", "?name=d/page.html");
    expect(file).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      size: 25,
      sha256: createHash("sha256").update("<script>alert(1)</script>").digest("hex"),
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      name: "d/page.html",
      mimeType: "text/html",
    });
    expect(await (await app.call(`/v1/files/${file.id}`)).json()).toEqual(file);
    const answer = await app.call(`/v1/files/${file.id}/content`);
    expect(await answer.text()).toBe("<script>alert(1)</script>");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-disposition": "attachment; filename=\"page.html\"; filename*=UTF-8''page.html",
      "content-length": "25",
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
    const head = await app.call(`/v1/files/${file.id}/content`, { method: "HEAD" });
    expect([head.headers.get("Content-Length"), await head.text()]).toEqual(["25", ""]);
  });

  test("[files.kept] the type is the one that was given, else the one of the name's ending, else plain bytes", async () => {
    const types = [await put("a", "?name=a.csv"), await put("b"), await put("c", "", { "Content-Type": "text/csv" })];
    expect(types.map(({ mimeType }) => mimeType)).toEqual(["text/csv", "application/octet-stream", "text/csv"]);
  });

  test("[files.kept] a content that is sent again has the id that it had, the new name, and its bytes once", async () => {
    const first = await put("same", "?name=a.txt");
    expect(await put("same", "?name=b.csv")).toEqual({ ...first, name: "b.csv", mimeType: "text/csv" });
    expect((await list()).files).toHaveLength(1);
    expect(contents()).toEqual([first.sha256]);
  });

  test("[files.kept] an empty file is a file", async () => {
    const { id, size } = await put("");
    expect([size, await read(id)]).toEqual([0, ""]);
  });

  test("[files.kept] files are there after a restart, and can be removed then", async () => {
    const file = await put("kept", "?name=a.txt");
    await app[Symbol.asyncDispose]();
    app = await open();
    expect([await (await app.call(`/v1/files/${file.id}`)).json(), await read(file.id)]).toEqual([file, "kept"]);
    expect(await (await app.call(`/v1/files/${file.id}`, { method: "DELETE" })).json()).toEqual(file);
    expect([await read(file.id), contents()]).toEqual(["status 404", []]);
  });

  test("[files.kept] pages go from new to old, and a content can be asked for by its hash", async () => {
    const files = [];
    for (let count = 0; count < 5; count++) files.push(await put(`content ${count}`));
    const seen: StoredFile[] = [];
    for (let query = "?limit=2"; query !== ""; ) {
      const page = await list(query);
      expect(page.files.length).toBeLessThanOrEqual(2);
      seen.push(...page.files);
      query = page.nextCursor === undefined ? "" : `?limit=2&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(files.toSorted((a, b) => (a.id < b.id ? 1 : -1))); // ids of one millisecond are in no order
    expect((await list(`?sha256=${files[1]?.sha256}`)).files).toEqual([files[1]]);
    expect((await list(`?sha256=${"0".repeat(64)}`)).files).toEqual([]);
  });

  test("[files.bounded] the files whose content came longest ago go, for all their owners, and sending counts as coming", async () => {
    await app[Symbol.asyncDispose]();
    app = await open({ filesBytes: 10 });
    const [a, b] = [await put("aaaaa"), await put("bbbbb")];
    const ofAnna = await put("bbbbb", "", { "X-Client-Id": "anna" });
    await put("aaaaa");
    const c = await put("ccccc");
    await vi.waitFor(async () => expect((await list()).files.map(({ id }) => id).sort()).toEqual([a.id, c.id].sort()));
    expect([await read(b.id), await read(ofAnna.id, as("anna"))]).toEqual(["status 404", "status 404"]);
    expect([await read(a.id), await read(c.id)]).toEqual(["aaaaa", "ccccc"]);
    expect((await list("", as("anna"))).files).toEqual([]);
  });
});

describe("what is refused", () => {
  test.each([
    "text/plain",
    "Text/Plain; charset=utf-8",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/mixed",
    "",
    "text",
    "text/plain, application/json",
    "text/plain\t;x",
    `a/${"b".repeat(300)}`,
  ])("[server.uploads] a file of the type %j is refused with what to send instead", async (type) => {
    const answer = await app.call("/v1/files", { method: "POST", body: "x", headers: { "Content-Type": type } });
    const { field, advice } = await errorOf(answer);
    expect([answer.status, field, advice]).toEqual([
      415,
      "Content-Type",
      expect.stringContaining("application/octet-stream"),
    ]);
    expect(contents()).toEqual([]);
  });

  test("[server.uploads] a file without a type is refused", async () => {
    const answer = await app.call("/v1/files", { method: "POST", body: new Uint8Array([1]) });
    expect([answer.status, (await errorOf(answer)).field]).toEqual([415, "Content-Type"]);
  });

  test("[bad-input.http] a file that comes compressed is refused: it would be kept as what it is not", async () => {
    const answer = await send("x", "", { "Content-Encoding": "gzip" });
    expect([answer.status, (await errorOf(answer)).field]).toEqual([415, "Content-Encoding"]);
    expect(contents()).toEqual([]);
  });

  test("[server.uploads] a web page cannot send one, whatever its type", async () => {
    for (const headers of [{ Origin: "https://evil.example" }, { "Sec-Fetch-Site": "cross-site" }]) {
      expect((await send("x", "", headers)).status).toBe(403);
    }
    expect(contents()).toEqual([]);
  });

  test("[files.whole] more bytes than may be are a 413, announced or not, and leave nothing", async () => {
    await app[Symbol.asyncDispose]();
    app = await open({ maxFileBytes: 1_000 });
    expect((await send("x".repeat(1_000))).status).toBe(200);
    const before = contents();
    const chunks = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        for (let count = 0; count < 3; count++) controller.enqueue(new Uint8Array(400));
        controller.close();
      },
    });
    for (const init of [
      { body: Buffer.alloc(10), headers: { ...BYTES, "Content-Length": "1001" } },
      { body: chunks, headers: BYTES, duplex: "half" as const },
    ]) {
      const answer = await app.call("/v1/files", { method: "POST", ...init });
      const { code, message, advice } = await errorOf(answer);
      expect([answer.status, code, message]).toEqual([413, "payload_too_large", expect.stringContaining("1000 bytes")]);
      expect(advice).toContain("maxFileBytes");
    }
    expect(contents()).toEqual(before);
  });

  test("[files.whole] an upload that breaks off is a 400 and leaves nothing", async () => {
    const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (readdirSync(join(folder.path, "files")).length === 0) controller.enqueue(new Uint8Array(100));
        else controller.error(new Error("the connection ended"));
      },
    });
    const init = { method: "POST", body: broken, headers: BYTES, duplex: "half" } as const;
    const answer = await app.call("/v1/files", init);
    expect([answer.status, (await errorOf(answer)).code]).toEqual([400, "invalid_request"]);
    expect(contents()).toEqual([]);
  });

  test.each(["writeSync", "renameSync"] as const)(
    "[files.whole] a disk that is full when it comes to %s is told as such, with what to do, and nothing is left",
    async (call) => {
      const logged = vi.spyOn(process.stderr, "write").mockReturnValue(true);
      const failing = vi.spyOn(fs, call).mockImplementation(() => {
        throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      });
      syncBuiltinESMExports();
      const answer = await send("x");
      for (const each of [failing, logged]) each.mockRestore();
      syncBuiltinESMExports();
      const { code, message, advice } = await errorOf(answer);
      expect([answer.status, code, message]).toEqual([
        503,
        "unavailable",
        "the file cannot be stored: the disk is full",
      ]);
      expect(advice).toContain("make room");
      expect([contents(), (await list()).files]).toEqual([[], []]);
    },
  );

  test.each([
    ["name", "?name=../a"],
    ["name", "?name=/a"],
    ["name", "?name="],
    ["nam", "?nam=a"],
  ])("[bad-input.http] an upload refuses the field %s in %s", async (field, query) => {
    const answer = await send("x", query);
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, field]);
    expect(contents()).toEqual([]);
  });

  test.each([
    ["limit", "?limit=0"],
    ["cursor", "?cursor=x"],
    ["sha256", "?sha256=ABC"],
    ["page", "?page=2"],
  ])("[bad-input.http] a list of files refuses %s in %s", async (field, query) => {
    const answer = await app.call(`/v1/files${query}`);
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, field]);
  });

  test.each([NO_ID, "x", "%00", "__proto__", "..%2Fglovebox.db", "0".repeat(64)])(
    "[bad-input.http] the file %j is not found",
    async (id) => {
      for (const [method, rest] of [
        ["GET", ""],
        ["DELETE", ""],
        ["GET", "/content"],
      ] as const) {
        const answer = await app.call(`/v1/files/${id}${rest}`, { method });
        expect([answer.status, (await errorOf(answer)).code]).toEqual([404, "not_found"]);
      }
    },
  );
});

describe("referring", () => {
  test("[files.references] a program has the file under the path of its request, and it is no artifact of its", async () => {
    const { id } = await put("from far");
    const answer = await using("read data/in.txt", { "data/in.txt": { id }, "b.txt": "text" });
    expect(await answer.json()).toMatchObject({ stdout: "from far", artifacts: [], outcome: { status: "succeeded" } });
  });

  test("[files.references] the main file may be one that is kept", async () => {
    const { id } = await put("print main");
    const answer = await app.post({ language: "python", main: "a.py", files: { "a.py": { id } } });
    expect(await answer.json()).toMatchObject({ stdout: "main\n" });
  });

  test("[files.references] an artifact is a file for the next program, by its id", async () => {
    const { id, artifacts } = await app.run("write out/a.txt from before");
    expect(artifacts[0]?.id).toBe(`${id}/out/a.txt`);
    const answer = await using("read in.txt", { "in.txt": { id: artifacts[0]?.id } });
    expect(await answer.json()).toMatchObject({ stdout: "from before" });
  });

  test.each([NO_ID, "", "x", `${NO_ID}/a.txt`, "/", "../glovebox.db", "__proto__"])(
    "[files.references] the unknown id %j is refused with its place, and nothing is on record",
    async (id) => {
      const answer = await using("print x", { "data/big.csv": { id } });
      const { code, field, message } = await errorOf(answer);
      expect([answer.status, code, field]).toEqual([400, "invalid_request", "files.data/big.csv.id"]);
      expect(message).toContain("files.data/big.csv.id");
      expect(await (await app.call("/v1/executions")).json()).toEqual({ executions: [] });
    },
  );

  test.each([
    ["files.a", { a: { id: 5 } }],
    ["files.a", { a: { id: "x", content: "y" } }],
    ["files.a", { a: {} }],
  ])("[bad-input.http] what is no reference is refused at %s: %j", async (field, files) => {
    const answer = await using("print x", files);
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, field]);
  });

  test("[files.references] a file larger than the limits allow is refused with the limit, and let go of", async () => {
    const { id } = await put("x".repeat(300 * 1024));
    const refusal = async (limits: object) => {
      const answer = await app.post({ ...program("print x"), files: { a: { id } }, limits });
      return (await errorOf(answer)).message;
    };
    expect(await refusal({ fileBytes: 1_000 })).toMatch(/^files\.a: is 307200 bytes; limits\.fileBytes is 1000$/);
    await app.call(`/v1/files/${id}`, { method: "DELETE" });
    expect(contents()).toEqual([]);
  });

  test("[files.references] a file that is removed or has to go stays for those that were given it, and no longer", async () => {
    await app[Symbol.asyncDispose]();
    app = await open({ filesBytes: 900_000, concurrency: 1 });
    const large = "x".repeat(400_000);
    const { id, sha256 } = await put(large);
    const kept = join(folder.path, "files", sha256);
    const first = app.run("sleep 300");
    const waiting = using("read a", { a: { id } });
    await vi.waitFor(async () => expect((await states()).length).toBe(2));
    for (const each of ["b", "c", "d"]) await put(each.repeat(400_000));
    expect([await read(id), existsSync(kept)]).toEqual([large, true]);
    await app.call(`/v1/files/${id}`, { method: "DELETE" });
    expect([await read(id), existsSync(kept)]).toEqual(["status 404", true]);
    expect(((await (await waiting).json()) as Execution).stdout).toBe(large);
    await first;
    await vi.waitFor(() => expect(existsSync(kept)).toBe(false));
  });
});

async function states(): Promise<string[]> {
  const { executions } = (await (await app.call("/v1/executions")).json()) as { executions: Execution[] };
  return executions.map(({ state }) => state);
}

test("[isolation.files] what another client put, or left, is unknown, in the same words as what never was", async () => {
  const anna = await put("secret", "", { "X-Client-Id": "anna" });
  const left = await app.run("write a.txt x", as("anna"));
  for (const init of [as("ben"), {}]) {
    for (const [method, rest] of [
      ["GET", ""],
      ["DELETE", ""],
      ["GET", "/content"],
    ] as const) {
      const [a, b] = await Promise.all(
        [anna.id, NO_ID].map(async (id) => {
          const answer = await app.call(`/v1/files/${id}${rest}`, { ...init, method });
          const { code, message } = await errorOf(answer);
          return [answer.status, code, message.replace(id, "ID")];
        }),
      );
      expect(a).toEqual(b);
    }
    for (const id of [anna.id, left.artifacts[0]?.id]) {
      const answer = await using("print x", { a: { id } }, init);
      expect([answer.status, (await errorOf(answer)).field]).toEqual([400, "files.a.id"]);
    }
    expect((await list(`?sha256=${anna.sha256}`, init)).files).toEqual([]);
  }
  const own = await put("secret", "", { "X-Client-Id": "ben" });
  expect(own.id).not.toBe(anna.id);
  await app.call(`/v1/files/${own.id}`, { method: "DELETE", ...as("ben") });
  expect(await read(anna.id, as("anna"))).toBe("secret");
});
