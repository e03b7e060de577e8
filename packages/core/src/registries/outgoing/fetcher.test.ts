import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { FakeRegistry, redirect, typed, upstreamsAt } from "../fakeRegistry.fixture.ts";
import { MirrorBench } from "../mirror.fixture.ts";

const FILE = "/maven/a/file";
const SECRET = "Basic dXNlcjpzZWNyZXQ=";

test("a redirect is followed on the host, and the client sees only what is there", async () => {
  await using registry = await FakeRegistry.start({
    [FILE]: redirect("/other/place", 301),
    "/other/place": redirect("third"),
    "/other/third": "found",
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const answer = await bench.get(FILE);
  expect(answer).toMatchObject({ status: 200, body: "found" });
  expect(answer.headers["location"]).toBeUndefined();
});

test("[registries.reach] redirects without an end are given up", async () => {
  await using registry = await FakeRegistry.start({ [FILE]: redirect(FILE) });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect(await bench.get(FILE)).toMatchObject({ status: 502, body: "the registry redirects more than 5 times\n" });
  expect(registry.paths).toHaveLength(6);
});

test("[registries.credentials] a redirect to another registry of the machine carries no credentials there", async () => {
  await using other = await FakeRegistry.start({ "/second/x": "from the other" });
  await using registry = await FakeRegistry.start({ [FILE]: redirect(`${other.url}/second/x`) });
  const upstreams = upstreamsAt(registry.url, { headers: { authorization: SECRET } });
  await using bench = await MirrorBench.open({
    upstreams: { ...upstreams, maven: [...upstreams.maven, { url: `${other.url}/second/` }] },
  });
  expect((await bench.get(FILE)).body).toBe("from the other");
  expect(registry.requests[0]?.headers.authorization).toBe(SECRET);
  expect(other.requests[0]?.headers.authorization).toBeUndefined();
});

test.each([
  "http://127.0.0.1:PORT/x",
  "http://localhost:PORT/x",
  "http://[::ffff:127.0.0.1]:PORT/x",
  "http://2130706433:PORT/x",
  "http://0.0.0.0:PORT/x",
  "http://[::]:PORT/x",
  "http://user:password@127.0.0.1:PORT/x",
  "http://169.254.169.254/latest/meta-data/",
  "http://100.64.0.1/x",
  "http://10.0.0.1/x",
  "http://[64:ff9b::7f00:1]/x",
  "http://[fd00:ec2::254]/x",
  "file:///etc/passwd",
  "ftp://127.0.0.1/x",
  "gopher://127.0.0.1:PORT/x",
])("[registries.reach] a redirect to %s is refused, and nothing is sent there", async (target) => {
  await using secret = await FakeRegistry.start({ "/x": "a secret of the host" });
  const location = target.replace("PORT", new URL(secret.url).port);
  await using registry = await FakeRegistry.start({ [FILE]: redirect(location) });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const answer = await bench.get(FILE);
  expect(answer.status).toBe(403);
  expect(answer.body).toMatch(/is not followed/);
  expect(secret.paths).toEqual([]);
  expect(bench.mirror.report.refused).toHaveLength(1);
  expect(answer.body + bench.mirror.report.refused).not.toContain("password");
});

test("[registries.reach] a link from https to http is refused", async () => {
  const upstreams = upstreamsAt("https://127.0.0.1:9");
  const { Fetcher } = await import("./fetcher.ts");
  await using fetcher = new Fetcher(upstreams.maven, { connectMs: 1_000, headersMs: 1_000, idleMs: 1_000 });
  const wanted = { method: "GET", headers: {}, signal: AbortSignal.timeout(10_000) } as const;
  const [registry] = upstreams.maven;
  if (registry === undefined) throw new Error("there is no repository");
  await expect(fetcher.fetch(registry, new URL("http://example.com/x"), wanted)).rejects.toThrow(
    /by "http:" is not followed/,
  );
});

test("[registries.reach] a link of an index page to a private address is refused", async () => {
  await using secret = await FakeRegistry.start({ "/x-1.tar.gz": "a secret of the host" });
  const page = `<a href="${secret.url}/x-1.tar.gz">x-1.tar.gz</a>`;
  await using registry = await FakeRegistry.start({ "/simple/x/": typed("text/html", page) });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const link = /href="([^"#]+)/.exec((await bench.get("/pypi/simple/x/")).body)?.[1] ?? "";
  expect((await bench.get(link)).status).toBe(403);
  expect(secret.paths).toEqual([]);
});

test("[registries.failures] a failure that passes costs one more try, and no more", async () => {
  const failing = (times: number, fail: (outgoing: ServerResponse) => void) => {
    let count = 0;
    return (_: unknown, outgoing: ServerResponse) => {
      if (count++ < times) fail(outgoing);
      else outgoing.end("found");
    };
  };
  const answerWith = (status: number) => (outgoing: ServerResponse) =>
    void outgoing.writeHead(status).end("secret detail");
  const hangUp = (outgoing: ServerResponse) => void outgoing.destroy();
  await using registry = await FakeRegistry.start({
    "/maven/a/503": failing(1, answerWith(503)),
    "/maven/a/429": failing(1, answerWith(429)),
    "/maven/a/gone": failing(1, hangUp),
    "/maven/a/twice": failing(2, answerWith(500)),
    "/maven/a/hangs-up": failing(2, hangUp),
    "/maven/a/forbidden": failing(1, answerWith(401)),
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  for (const path of ["503", "429", "gone"]) {
    expect(await bench.get(`/maven/a/${path}`), path).toMatchObject({ status: 200, body: "found" });
  }
  expect(bench.mirror.report.failures.size).toBe(0);
  expect(await bench.get("/maven/a/twice")).toMatchObject({ status: 502, body: "the registry answered HTTP 500\n" });
  expect([...bench.mirror.report.failures]).toEqual([["127.0.0.1", "answered HTTP 500"]]);
  expect(await bench.get("/maven/a/hangs-up")).toMatchObject({
    status: 502,
    body: "the registry closed the connection\n",
  });
  const forbidden = await bench.get("/maven/a/forbidden");
  expect(forbidden).toMatchObject({ status: 403, body: "the registry refuses this machine (HTTP 401)\n" });
  expect(registry.paths.filter((path) => path.endsWith("forbidden"))).toHaveLength(1);
  expect((await bench.get("/maven/a/unknown")).status).toBe(404);
  expect(registry.paths.filter((path) => path.endsWith("unknown"))).toHaveLength(1);
});

test("[registries.failures] a registry that is down or does not exist is named in the report, without its credentials", async () => {
  const down = await FakeRegistry.start();
  await down[Symbol.asyncDispose]();
  const address = down.url.replace("//", "//user:hunter2@");
  const unknown = "http://user:hunter2@registry.invalid/";
  const upstreams = { ...upstreamsAt(address), pypi: [{ url: unknown }] };
  await using bench = await MirrorBench.open({ upstreams });
  expect(await bench.get(FILE)).toMatchObject({ status: 502, body: "the registry refuses connections\n" });
  const missing = await bench.get("/pypi/simple/x/");
  expect(missing.body).toMatch(/^the registry could not be found: /);
  expect([...bench.mirror.report.failures.keys()]).toEqual(["127.0.0.1", "registry.invalid"]);
  expect(JSON.stringify([...bench.mirror.report.failures]) + missing.body).not.toContain("hunter2");
});

test("[registries.failures] a registry that says nothing, or stops in the middle, meets its time limit", async () => {
  await using registry = await FakeRegistry.start({
    "/maven/a/silent": () => undefined,
    "/maven/a/half": (_, outgoing) => outgoing.writeHead(200, { "content-length": 10 }).write("half"),
  });
  const timeouts = { connectMs: 1_000, headersMs: 200, idleMs: 200 };
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url), timeouts });
  expect(await bench.get("/maven/a/silent")).toMatchObject({
    status: 504,
    body: "the registry sent no answer within 0.2 s\n",
  });
  await expect(bench.get("/maven/a/half")).rejects.toThrow(/aborted|hang up|reset/i);
  expect([...bench.mirror.report.failures.values()]).toEqual(["stopped sending for 0.2 s"]);
});
