import { expect, test } from "vitest";
import { FakeRegistry, upstreamsAt } from "../fakeRegistry.fixture.ts";
import { MirrorBench } from "../mirror.fixture.ts";
import type { GoUpstream } from "../upstreams.ts";
import { matchesAny } from "./modulePatterns.ts";

const INFO = "github.com/!burnt!sushi/toml/@v/v1.0.0.info";

async function open(url: string, go: Partial<GoUpstream> = {}): Promise<MirrorBench> {
  const upstreams = upstreamsAt(url);
  if (upstreams.go === undefined) throw new Error("the fixture has no Go proxy");
  return MirrorBench.open({ upstreams: { ...upstreams, go: { ...upstreams.go, ...go } } });
}

test("the files of a module come from the proxy, by the paths of the protocol", async () => {
  const paths = [INFO, "a.b/c/@v/list", "a.b/c/@latest", "a.b/c/@v/v1.0.0+incompatible.zip", "a.b/c/v2/@v/v2.0.0.mod"];
  await using registry = await FakeRegistry.start(Object.fromEntries(paths.map((path) => [`/go/${path}`, path])));
  await using bench = await open(registry.url);
  for (const path of paths) expect((await bench.get(`/go/${path}`)).body).toBe(path);
});

test.each([
  "a.b/c",
  "a.b/c/@v/v1.zip.sh",
  "@v/list",
  "sumdb/other.example.com/latest",
  "sumdb/sum.golang.org/private",
  "a.b/c?go-get=1",
])("[registries.reach] %s is not served, and nothing goes out", async (path) => {
  await using registry = await FakeRegistry.start();
  await using bench = await open(registry.url);
  expect((await bench.get(`/go/${path}`)).status).toBe(404);
  expect(registry.paths).toEqual([]);
});

test("after a comma the next proxy is asked for what is missing, after a bar also when one fails", async () => {
  await using last = await FakeRegistry.start({ [`/${INFO}`]: "found" });
  await using first = await FakeRegistry.start();
  const proxies = (fallThrough: "missing" | "any") => [
    { registry: { url: first.url }, fallThrough },
    { registry: { url: last.url }, fallThrough: "missing" as const },
  ];
  await using comma = await open(first.url, { proxies: proxies("missing") });
  await using bar = await open(first.url, { proxies: proxies("any") });
  expect((await comma.get(`/go/${INFO}`)).body).toBe("found");
  first.pages = { [`/${INFO}`]: (_, outgoing) => outgoing.writeHead(500).end() };
  expect((await comma.get(`/go/${INFO}`)).status).toBe(502);
  expect((await bar.get(`/go/${INFO}`)).body).toBe("found");
});

test("the checksum database comes by the proxy, or directly where the proxy does not serve it", async () => {
  await using registry = await FakeRegistry.start({
    "/go/sumdb/sum.golang.org/latest": "by the proxy",
    "/sumdb/lookup/a.b/c@v1.0.0": "directly",
  });
  await using bench = await open(registry.url);
  expect(await bench.get("/go/sumdb/sum.golang.org/supported")).toMatchObject({ status: 200, body: "" });
  expect(registry.paths).toEqual([]);
  expect((await bench.get("/go/sumdb/sum.golang.org/latest")).body).toBe("by the proxy");
  expect((await bench.get("/go/sumdb/sum.golang.org/lookup/a.b/c@v1.0.0")).body).toBe("directly");
});

test("[registries.configuration] a private module is not asked of a proxy", async () => {
  await using registry = await FakeRegistry.start();
  await using bench = await open(registry.url, { unproxied: ["*.corp.example.com", "github.com/BurntSushi"] });
  for (const path of ["git.corp.example.com/team/x/@v/list", INFO]) {
    const answer = await bench.get(`/go/${path}`);
    expect(answer).toMatchObject({ status: 404 });
    expect(answer.body).toContain("GONOPROXY");
  }
  expect(registry.paths).toEqual([]);
});

test("patterns of modules match part by part, from the beginning", () => {
  expect(matchesAny(["*.corp.example.com"], "git.corp.example.com/x")).toBe(true);
  expect(matchesAny(["a.b/c/"], "a.b/c/d")).toBe(true);
  expect(matchesAny(["a.b/c"], "a.b/cd")).toBe(false);
  expect(matchesAny(["a.b/c/d"], "a.b/c")).toBe(false);
  expect(matchesAny(["", "none"], "a.b/c")).toBe(false);
});
