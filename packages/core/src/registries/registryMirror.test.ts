import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { FakeRegistry, upstreamsAt } from "./fakeRegistry.fixture.ts";
import { MirrorBench } from "./mirror.fixture.ts";
import { RegistryMirror } from "./registryMirror.ts";

const POM = "/maven/a/b/1/b-1.pom";

test("every user may connect to the socket, and it is gone when the mirror is closed", async () => {
  const bench = await MirrorBench.open({ upstreams: upstreamsAt("http://127.0.0.1:9") });
  expect(statSync(bench.socket).mode & 0o777).toBe(0o666);
  await bench[Symbol.asyncDispose]();
  expect(existsSync(bench.socket)).toBe(false);
});

test("a socket that is there already is left alone", async () => {
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt("http://127.0.0.1:9") });
  const upstreams = upstreamsAt("http://127.0.0.1:9");
  await expect(RegistryMirror.listen(bench.socket, { upstreams, ecosystems: ["npm"], mostBytes: 1 })).rejects.toThrow(
    /EADDRINUSE/,
  );
  expect((await bench.get("/")).status).toBe(404);
});

test("[registries.reach] only GET and HEAD without a body are answered", async () => {
  await using registry = await FakeRegistry.start({ [POM]: "a pom" });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    expect((await bench.get(POM, {}, method)).status, method).toBe(405);
  }
  const withBody = await bench.raw(`GET ${POM} HTTP/1.1\r\nHost: box\r\nContent-Length: 5\r\n\r\nhello`);
  expect(withBody).toMatch(/^HTTP\/1\.1 400 /);
  expect(await bench.raw("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")).toBe("");
  expect(registry.paths).toEqual([]);
  expect(await bench.get(POM, {}, "HEAD")).toMatchObject({ status: 200, body: "" });
  expect(await bench.get(POM)).toMatchObject({ status: 200, body: "a pom" });
});

test.each([
  ["/maven/../../etc/passwd", 400],
  ["/maven/a/%2e%2e/%2E%2e/secret", 400],
  ["/maven/a/..%2f..%2fsecret", 400],
  ["/maven/a/./b", 400],
  ["/maven//a/b", 400],
  ["/maven/a/b%00c", 400],
  ["/maven/a/b%5cc", 400],
  ["/maven/a/b%zz", 400],
  ["/maven/a/b%ff", 400],
  ['/maven/a/b"c', 400],
  ["/secrets/a/b", 404],
  ["/", 404],
  ["http://example.com/maven/a/b", 400],
  ["//example.com/maven/a/b", 404],
  ["*", 400],
])("[registries.reach] the path %s is refused", async (path, status) => {
  await using registry = await FakeRegistry.start();
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const answer = await bench.raw(`GET ${path} HTTP/1.1\r\nHost: box:80\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(registry.paths).toEqual([]);
});

test("[registries.reach] a path without an end is refused", async () => {
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt("http://127.0.0.1:9") });
  expect((await bench.get(`/maven/${"a/".repeat(5_000)}b`)).status).toBe(414);
});

test("[registries.reach] a Host header that is no host is refused, since links are made with it", async () => {
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt("http://127.0.0.1:9") });
  const answer = await bench.get("/pypi/simple/x/", { host: 'a"><script>' });
  expect(answer.status).toBe(400);
});

test("[registries.reach] an ecosystem that is not asked for is not served", async () => {
  await using registry = await FakeRegistry.start({ [POM]: "a pom" });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url), ecosystems: ["pypi"] });
  expect(await bench.get(POM)).toMatchObject({ status: 404, body: "maven is not served here\n" });
  expect(registry.paths).toEqual([]);
});

test("an ecosystem without a registry says why there is none", async () => {
  const notes = [{ ecosystem: "maven", text: "central is blocked" }] as const;
  await using bench = await MirrorBench.open({ upstreams: { ...upstreamsAt("http://127.0.0.1:9"), maven: [], notes } });
  const answer = await bench.get(POM);
  expect(answer).toMatchObject({ status: 404, body: "this machine has no registry for maven; central is blocked\n" });
  expect(bench.mirror.report.refused).toEqual(["this machine has no registry for maven; central is blocked"]);
});

test("[registries.credentials] of a request only what a client needs goes out, and of an answer only that comes back", async () => {
  await using registry = await FakeRegistry.start({
    [POM]: (_, outgoing) =>
      outgoing
        .writeHead(200, {
          etag: '"1"',
          "set-cookie": "session=secret",
          "x-internal": "secret",
          "content-type": "text/xml",
        })
        .end("a pom"),
  });
  await using bench = await MirrorBench.open({
    upstreams: upstreamsAt(registry.url, { headers: { authorization: "Basic c2VjcmV0" } }),
  });
  const sent = {
    authorization: "Bearer mine",
    cookie: "a=b",
    "x-forwarded-for": "10.0.0.1",
    "if-none-match": '"0"',
    range: "bytes=0-",
  };
  const { headers } = await bench.get(POM, { ...sent, accept: "text/xml" });
  expect(registry.requests[0]?.headers).toEqual({
    host: registry.url.slice("http://".length),
    connection: "keep-alive",
    accept: "text/xml",
    "accept-encoding": "identity",
    "user-agent": "glovebox",
    "if-none-match": '"0"',
    range: "bytes=0-",
    authorization: "Basic c2VjcmV0",
  });
  expect(JSON.stringify(headers)).not.toContain("secret");
  expect(headers).toMatchObject({ etag: '"1"', "content-type": "text/xml" });
});

test("[registries.limits] a download past the limit is refused in words, and what comes after it is too", async () => {
  await using registry = await FakeRegistry.start({
    "/maven/a/small": "x".repeat(600),
    "/maven/a/big": (_, outgoing) => outgoing.writeHead(200, { "content-length": 5_000 }).end("x".repeat(5_000)),
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url), mostBytes: 1_000 });
  expect((await bench.get("/maven/a/small")).status).toBe(200);
  const refused = { status: 507, body: "this installation may download 1000 bytes, and needs more\n" };
  expect(await bench.get("/maven/a/big")).toMatchObject(refused);
  expect(await bench.get("/maven/a/small")).toMatchObject(refused);
  expect(bench.mirror.report.bytesSent).toBe(600);
  expect(bench.mirror.report.refused).toEqual(["this installation may download 1000 bytes, and needs more"]);
});

test("[registries.limits] a body of unknown length is cut off at the limit, and not taken for whole", async () => {
  await using registry = await FakeRegistry.start({
    "/maven/a/endless": (_, outgoing) => {
      const more = () => {
        while (!outgoing.destroyed && outgoing.write("x".repeat(10_000)));
      };
      outgoing.on("drain", more);
      more();
    },
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url), mostBytes: 1_000_000 });
  await expect(bench.get("/maven/a/endless")).rejects.toThrow(/aborted|hang up|reset/i);
  expect(bench.mirror.report.bytesSent).toBeLessThanOrEqual(1_000_000);
  expect((await bench.get("/maven/a/endless")).status).toBe(507);
});

test("[registries.limits] a client that does not read holds the registry back", async () => {
  let sent = 0;
  const { promise: stalled, resolve: full } = Promise.withResolvers<void>();
  await using registry = await FakeRegistry.start({
    "/maven/a/big": (_, outgoing) => {
      const more = () => {
        do sent += 100_000;
        while (outgoing.write("x".repeat(100_000)) && sent < 200_000_000);
        // Full for a second means that nobody takes it.
        const timer = setTimeout(full, 1_000);
        outgoing.once("drain", () => {
          clearTimeout(timer);
          if (sent < 200_000_000) more();
        });
      };
      more();
    },
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url), mostBytes: 1_000_000_000 });
  const client = connect(bench.socket);
  client.pause();
  client.write("GET /maven/a/big HTTP/1.1\r\nHost: box\r\n\r\n");
  await stalled;
  expect(sent).toBeLessThan(20_000_000);
  client.destroy();
});

test("[registries.limits] many requests on one connection are answered a few at a time, all of them", async () => {
  let open = 0;
  let most = 0;
  const pages = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [
      `/maven/a/${index}`,
      (_: unknown, outgoing: ServerResponse) => {
        most = Math.max(most, ++open);
        setTimeout(() => {
          open--;
          outgoing.end("x");
        }, 20);
      },
    ]),
  );
  await using registry = await FakeRegistry.start(pages);
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const head = (index: number) =>
    `GET /maven/a/${index} HTTP/1.1\r\nHost: box\r\n${index === 199 ? "Connection: close\r\n" : ""}\r\n`;
  const answers = await bench.raw(Array.from({ length: 200 }, (_, index) => head(index)).join(""));
  expect(answers.match(/HTTP\/1\.1 200 /g)).toHaveLength(200);
  expect(most).toBeLessThanOrEqual(64);
});

test("[survival.close] closing ends downloads and connections at once, on both sides", async () => {
  const { promise: gone, resolve: left } = Promise.withResolvers<void>();
  await using registry = await FakeRegistry.start({
    "/maven/a/slow": (_, outgoing) => {
      outgoing.on("close", left);
      outgoing.writeHead(200).write("begun");
    },
  });
  const ending = new AbortController();
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url), signal: ending.signal });
  const client = connect(bench.socket);
  client.write("GET /maven/a/slow HTTP/1.1\r\nHost: box\r\n\r\n");
  await once(client, "data");
  ending.abort();
  await Promise.all([once(client, "close"), gone]);
  await expect(bench.get("/maven/a/slow")).rejects.toThrow(/ENOENT|ECONNREFUSED/);
});

test("[survival.cancel] a client that goes away ends its request to the registry", async () => {
  const { promise: gone, resolve: left } = Promise.withResolvers<void>();
  const { promise: begun, resolve: asked } = Promise.withResolvers<void>();
  await using registry = await FakeRegistry.start({
    "/maven/a/silent": (incoming, _) => {
      incoming.socket.on("close", left);
      asked();
    },
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const client = connect(bench.socket);
  client.write("GET /maven/a/silent HTTP/1.1\r\nHost: box\r\n\r\n");
  await begun;
  client.destroy();
  await gone;
  expect(bench.mirror.report.failures.size).toBe(0);
});
