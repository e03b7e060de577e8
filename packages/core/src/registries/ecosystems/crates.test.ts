import { expect, test } from "vitest";
import { FakeRegistry, upstreamsAt } from "../fakeRegistry.fixture.ts";
import { MirrorBench } from "../mirror.fixture.ts";

const CHECKSUM = "a".repeat(64);

test("config.json points at the mirror, and says nothing of logins or other services", async () => {
  await using registry = await FakeRegistry.start({
    "/crates/config.json": JSON.stringify({ dl: "https://x", api: "https://internal", "auth-required": true }),
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect(JSON.parse((await bench.get("/crates/config.json")).body)).toEqual({
    dl: "http://box:80/crates/download/{crate}/{version}/{sha256-checksum}",
  });
});

test("the index's files are handed on, and can be asked for when they changed", async () => {
  await using registry = await FakeRegistry.start({
    "/crates/se/rd/serde": (incoming, outgoing) =>
      incoming.headers["if-none-match"] === '"1"'
        ? outgoing.writeHead(304).end()
        : outgoing.writeHead(200, { etag: '"1"' }).end("lines"),
    "/crates/3/s/syn": "syn",
    "/crates/2/cc": "cc",
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const first = await bench.get("/crates/se/rd/serde");
  expect(first).toMatchObject({ status: 200, body: "lines", headers: { etag: '"1"' } });
  expect((await bench.get("/crates/se/rd/serde", { "if-none-match": '"1"' })).status).toBe(304);
  expect((await bench.get("/crates/3/s/syn")).body).toBe("syn");
  expect((await bench.get("/crates/2/cc")).body).toBe("cc");
});

test.each([
  ["", "/dl/Serde_x/1.0.0+a/download", "/dl"],
  ["/{prefix}/{crate}-{version}.crate", "/dl/Se/rd/Serde_x-1.0.0%2Ba.crate", "/dl"],
  ["/{lowerprefix}/{sha256-checksum}", `/dl/se/rd/${CHECKSUM}`, "/dl"],
])("a crate is fetched where the registry's template %s says", async (template, path, base) => {
  const wanted = template === "" ? path.replace("+", "%2B") : path;
  await using registry = await FakeRegistry.start({ [wanted]: "crate" });
  registry.pages = {
    ...registry.pages,
    "/crates/config.json": JSON.stringify({ dl: `${registry.url}${base}${template}` }),
  };
  const headers = { authorization: "hunter2" };
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url, { headers }) });
  const answer = await bench.get(`/crates/download/Serde_x/1.0.0+a/${CHECKSUM}`);
  expect(answer).toMatchObject({ status: 200, body: "crate" });
  expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual(["hunter2", "hunter2"]);
});

test("[registries.reach] a registry cannot lead crates to an address of the host", async () => {
  await using secret = await FakeRegistry.start({ "/x/1/download": "a secret of the host" });
  await using registry = await FakeRegistry.start({ "/crates/config.json": JSON.stringify({ dl: secret.url }) });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect((await bench.get(`/crates/download/x/1/${CHECKSUM}`)).status).toBe(403);
  expect(secret.paths).toEqual([]);
});

test.each([
  "api/v1/crates",
  "a/b/c/d",
  `download/x/1.0/${"g".repeat(64)}`,
  "download/x/1.0",
  "download/..%2f/1/x",
  "serde",
])("[registries.reach] %s is not served, and nothing goes out", async (path) => {
  await using registry = await FakeRegistry.start();
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect([400, 404]).toContain((await bench.get(`/crates/${path}`)).status);
  expect(registry.paths).toEqual([]);
});
