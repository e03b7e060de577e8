import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { FakeRegistry, typed, upstreamsAt } from "../fakeRegistry.fixture.ts";
import { MirrorBench } from "../mirror.fixture.ts";

const JSON_TYPE = "application/vnd.pypi.simple.v1+json";

const html = `<!DOCTYPE html><html><body><h1>Links</h1>
<a href="../../files/tiny-1.0-py3-none-any.whl#sha256=aa11" data-requires-python="&gt;=3.8" data-dist-info-metadata="sha256=bb22">tiny-1.0-py3-none-any.whl</a><br/>
<a href="/files/tiny-0.9.tar.gz#sha256=cc33" data-yanked="too &quot;old&quot;">tiny-0.9.tar.gz</a>
<a>no link</a></body></html>`;

const json = JSON.stringify({
  meta: { "api-version": "1.1", "_last-serial": 7 },
  name: "tiny",
  versions: ["1.0"],
  files: [
    {
      filename: "tiny-1.0-py3-none-any.whl",
      url: "/files/tiny-1.0-py3-none-any.whl",
      hashes: { sha256: "aa11" },
      "requires-python": ">=3.8",
      "core-metadata": { sha256: "bb22" },
      "upload-time": "2024-01-01T00:00:00Z",
      size: 5,
      yanked: false,
      provenance: "https://internal.example.com/provenance",
    },
  ],
});

const files = {
  "/files/tiny-1.0-py3-none-any.whl": "wheel",
  "/files/tiny-1.0-py3-none-any.whl.metadata": "Name: tiny",
  "/files/tiny-0.9.tar.gz": "sdist",
};

test("a page in HTML is served in HTML and in JSON, with files and metadata that come from the mirror", async () => {
  await using registry = await FakeRegistry.start({ "/simple/tiny/": typed("text/html", html), ...files });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const page = await bench.get("/pypi/simple/tiny/");
  expect(page.headers["content-type"]).toMatch(/^text\/html/);
  const links = [...page.body.matchAll(/<a href="([^"#]+)#sha256=(\w+)"([^>]*)>([^<]+)<\/a>/g)];
  expect(links.map(([, , hash, , name]) => [name, hash])).toEqual([
    ["tiny-1.0-py3-none-any.whl", "aa11"],
    ["tiny-0.9.tar.gz", "cc33"],
  ]);
  expect(links[0]?.[3]).toContain('data-requires-python="&gt;=3.8" data-core-metadata="sha256=bb22"');
  expect(links[1]?.[3]).toContain('data-yanked="too &quot;old&quot;"');
  const wheel = links[0]?.[1] ?? "";
  expect(wheel).toMatch(/^http:\/\/box:80\/pypi\/files\/[\w-]+\/tiny-1\.0-py3-none-any\.whl$/);
  expect((await bench.get(wheel)).body).toBe("wheel");
  expect((await bench.get(`${wheel}.metadata`)).body).toBe("Name: tiny");
  expect((await bench.get(links[1]?.[1] ?? "")).body).toBe("sdist");
  const asked = await bench.get("/pypi/simple/tiny/", { accept: `${JSON_TYPE}, text/html;q=0.1` });
  expect(asked.headers["content-type"]).toBe(JSON_TYPE);
  expect(JSON.parse(asked.body).files[0]).toMatchObject({ hashes: { sha256: "aa11" }, "requires-python": ">=3.8" });
});

test("a page in JSON is served in JSON and in HTML, and shows nothing else of the registry", async () => {
  await using registry = await FakeRegistry.start({
    "/simple/tiny/": (_, outgoing) =>
      outgoing.writeHead(200, { "content-type": JSON_TYPE, "content-encoding": "gzip" }).end(gzipSync(json)),
    ...files,
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const page = await bench.get("/pypi/simple/Tiny/", { accept: JSON_TYPE });
  expect(JSON.parse(page.body)).toMatchObject({
    meta: { "api-version": "1.0" },
    name: "tiny",
    files: [{ "core-metadata": { sha256: "bb22" }, "upload-time": "2024-01-01T00:00:00Z", size: 5, yanked: false }],
  });
  expect(page.body).not.toMatch(/internal|127\.0\.0\.1/);
  const inHtml = (await bench.get("/pypi/simple/tiny", { accept: "text/html" })).body;
  expect(inHtml).toContain('data-requires-python="&gt;=3.8" data-core-metadata="sha256=bb22"');
  expect(inHtml).not.toContain("data-yanked");
});

test("the files of all indexes are listed, the first index's where names are the same", async () => {
  await using extra = await FakeRegistry.start({
    "/simple/tiny/": typed("text/html", html.replaceAll("tiny-0.9.tar.gz", "tiny-2.0.tar.gz")),
    "/files/tiny-2.0.tar.gz": "newer",
    "/files/tiny-1.0-py3-none-any.whl": "the other wheel",
  });
  await using registry = await FakeRegistry.start({ "/simple/tiny/": typed("text/html", html), ...files });
  const pypi = [
    ...upstreamsAt(registry.url).pypi,
    ...upstreamsAt(extra.url, { headers: { authorization: "Basic eDp5" } }).pypi,
  ];
  await using bench = await MirrorBench.open({ upstreams: { ...upstreamsAt(registry.url), pypi } });
  const page = JSON.parse((await bench.get("/pypi/simple/tiny/", { accept: JSON_TYPE })).body);
  const links = new Map<string, string>(
    page.files.map((file: { filename: string; url: string }) => [file.filename, file.url]),
  );
  expect([...links.keys()]).toEqual(["tiny-1.0-py3-none-any.whl", "tiny-0.9.tar.gz", "tiny-2.0.tar.gz"]);
  expect((await bench.get(links.get("tiny-1.0-py3-none-any.whl") ?? "")).body).toBe("wheel");
  expect((await bench.get(links.get("tiny-2.0.tar.gz") ?? "")).body).toBe("newer");
  expect(extra.requests.every(({ headers }) => headers.authorization === "Basic eDp5")).toBe(true);
  expect(registry.requests.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
});

test("[registries.failures] an index that fails is not passed over, one that lacks the project is", async () => {
  const broken = (_: unknown, outgoing: ServerResponse) => outgoing.writeHead(500).end();
  await using first = await FakeRegistry.start();
  await using second = await FakeRegistry.start({ "/simple/tiny/": typed("text/html", html) });
  const pypi = [...upstreamsAt(first.url).pypi, ...upstreamsAt(second.url).pypi];
  await using bench = await MirrorBench.open({ upstreams: { ...upstreamsAt(second.url), pypi } });
  expect((await bench.get("/pypi/simple/tiny/")).status).toBe(200);
  expect(await bench.get("/pypi/simple/other/")).toMatchObject({
    status: 404,
    body: "the registry does not have it\n",
  });
  first.pages = { "/simple/tiny/": broken };
  expect(await bench.get("/pypi/simple/tiny/")).toMatchObject({
    status: 502,
    body: "the registry answered HTTP 500\n",
  });
});

test("[registries.reach] a link that no page of this mirror holds is not fetched", async () => {
  await using registry = await FakeRegistry.start({ "/simple/tiny/": typed("text/html", html), ...files });
  await using one = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  await using other = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const link = /href="([^"#]+)/.exec((await one.get("/pypi/simple/tiny/")).body)?.[1] ?? "";
  registry.requests.length = 0;
  for (const path of [
    link,
    link.replace(/.\/tiny/, "/tiny"),
    "/pypi/files/aHR0cDovLzEyNy4wLjAuMS8/x",
    "/pypi/files/x",
  ]) {
    expect((await other.get(path)).status, path).toBe(404);
  }
  for (const path of ["/pypi/simple/", "/pypi/tiny/json", "/pypi/simple/a/b", "/pypi/simple/-x/", "/pypi/legacy/"]) {
    expect((await other.get(path)).status, path).toBe(404);
  }
  expect(registry.paths).toEqual([]);
});

test("[registries.limits] an index without an end is given up, also one that is small until it is unpacked", async () => {
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
  await using registry = await FakeRegistry.start({
    "/simple/bomb/": (_, outgoing) =>
      outgoing.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" }).end(bomb),
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const answer = await bench.get("/pypi/simple/bomb/");
  expect(answer).toMatchObject({ status: 502, body: "the registry sent an index of more than 67108864 bytes\n" });
});

test.each([
  [JSON_TYPE, "{"],
  [JSON_TYPE, '{"files": 1}'],
  [JSON_TYPE, '{"files": [{"filename": "x"}]}'],
])("[registries.failures] a page of %s that says %s is no index", async (type, text) => {
  await using registry = await FakeRegistry.start({ "/simple/x/": typed(type, text) });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect(await bench.get("/pypi/simple/x/")).toMatchObject({
    status: 502,
    body: "the registry sent a page that is no simple index\n",
  });
});

test("a page cannot write markup of its own into the mirror's", async () => {
  const files = [{ filename: '<script>"', url: 'x"><b', hashes: { 'a"': 'b"><i' }, "requires-python": '"><u' }];
  await using registry = await FakeRegistry.start({ "/simple/x/": typed(JSON_TYPE, JSON.stringify({ files })) });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect((await bench.get("/pypi/simple/x/")).body).not.toMatch(/<script|<b>|<i>|<u>/);
});
