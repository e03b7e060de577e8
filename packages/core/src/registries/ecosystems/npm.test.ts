import { expect, test } from "vitest";
import { FakeRegistry, typed, upstreamsAt } from "../fakeRegistry.fixture.ts";
import { MirrorBench } from "../mirror.fixture.ts";

const packument = (tarball: string) =>
  typed(
    "application/vnd.npm.install-v1+json",
    JSON.stringify({
      name: "tiny",
      "dist-tags": { latest: "1.0.0" },
      versions: { "1.0.0": { name: "tiny", version: "1.0.0", dist: { tarball, integrity: "sha512-x" }, scripts: {} } },
    }),
  );

const tarballOf = (body: string): string => JSON.parse(body).versions["1.0.0"].dist.tarball;

test("a package's tarballs come from the mirror, at the paths that a lock file has too", async () => {
  await using registry = await FakeRegistry.start({ "/npm/tiny/-/tiny-1.0.0.tgz": "tarball" });
  registry.pages = { ...registry.pages, "/npm/tiny": packument(`${registry.url}/npm/tiny/-/tiny-1.0.0.tgz`) };
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const answer = await bench.get("/npm/tiny", { accept: "application/vnd.npm.install-v1+json" });
  expect(answer.headers["content-type"]).toBe("application/vnd.npm.install-v1+json");
  expect(registry.requests[0]?.headers.accept).toBe("application/vnd.npm.install-v1+json");
  expect(tarballOf(answer.body)).toBe("http://box:80/npm/tiny/-/tiny-1.0.0.tgz");
  expect(JSON.parse(answer.body)).toMatchObject({
    "dist-tags": { latest: "1.0.0" },
    versions: { "1.0.0": { dist: { integrity: "sha512-x" } } },
  });
  expect((await bench.get("/npm/tiny/-/tiny-1.0.0.tgz")).body).toBe("tarball");
});

test("a tarball that a registry names with another scheme is fetched as the registry is", async () => {
  await using registry = await FakeRegistry.start({ "/npm/tiny/-/tiny-1.0.0.tgz": "tarball" });
  const other = registry.url.replace("http:", "https:");
  registry.pages = { ...registry.pages, "/npm/tiny": packument(`${other}/npm/tiny/-/tiny-1.0.0.tgz`) };
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect((await bench.get(tarballOf((await bench.get("/npm/tiny")).body))).body).toBe("tarball");
});

test("[registries.credentials] a tarball elsewhere is fetched by the mirror, without its address being shown", async () => {
  await using registry = await FakeRegistry.start({ "/download/abc?token=hunter2": "tarball" });
  registry.pages = { ...registry.pages, "/npm/tiny": packument(`${registry.url}/download/abc?token=hunter2`) };
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  const { body } = await bench.get("/npm/tiny");
  expect(body).not.toContain("hunter2");
  expect(tarballOf(body)).toMatch(/^http:\/\/box:80\/npm\/-\/files\/[\w-]+\/abc$/);
  expect((await bench.get(tarballOf(body))).body).toBe("tarball");
});

test("a scope has the registry and the login of its own, and its name is asked for as npm does", async () => {
  await using registry = await FakeRegistry.start();
  await using corporate = await FakeRegistry.start({ "/@corp/tiny/-/tiny-1.0.0.tgz": "tarball" });
  corporate.pages = { ...corporate.pages, "/@corp%2ftiny": packument(`${corporate.url}/@corp/tiny/-/tiny-1.0.0.tgz`) };
  const scopes = { "@corp": { url: corporate.url, headers: { authorization: "Bearer hunter2" } } };
  const upstreams = upstreamsAt(registry.url);
  await using bench = await MirrorBench.open({
    upstreams: { ...upstreams, npm: { default: { url: registry.url }, scopes } },
  });
  for (const path of ["/npm/@corp%2ftiny", "/npm/@corp/tiny"]) {
    expect(tarballOf((await bench.get(path)).body)).toBe("http://box:80/npm/@corp/tiny/-/tiny-1.0.0.tgz");
  }
  expect((await bench.get("/npm/@corp/tiny/-/tiny-1.0.0.tgz")).body).toBe("tarball");
  expect(new Set(corporate.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer hunter2"]));
  expect((await bench.get("/npm/@other/tiny")).status).toBe(404);
  expect(registry.paths).toEqual(["/@other%2ftiny"]);
  expect(registry.requests[0]?.headers.authorization).toBeUndefined();
});

test("one version of a package is served too", async () => {
  const manifest = { name: "tiny", version: "1.0.0", dist: { tarball: "http://127.0.0.1:1/tiny.tgz" } };
  await using registry = await FakeRegistry.start({
    "/npm/tiny/latest": typed("application/json", JSON.stringify(manifest)),
  });
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect(JSON.parse((await bench.get("/npm/tiny/latest")).body).dist.tarball).toMatch(
    /^http:\/\/box:80\/npm\/-\/files\//,
  );
});

test.each([
  "/npm/-/npm/v1/security/advisories/bulk",
  "/npm/-/v1/search?text=x",
  "/npm/-/whoami",
  "/npm/-/files/aHR0cDovLzEyNy4wLjAuMS8/x.tgz",
  "/npm/@corp",
  "/npm/tiny/-/tiny.sh",
  "/npm/tiny/1.0.0/more",
  "/npm/@a/@b",
])("[registries.reach] %s is not served, and nothing goes out", async (path) => {
  await using registry = await FakeRegistry.start();
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(registry.url) });
  expect((await bench.get(path)).status).toBe(404);
  expect(registry.paths).toEqual([]);
});

test("what npm asks in passing is no line of the report", async () => {
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt("http://127.0.0.1:9") });
  expect((await bench.get("/npm/-/npm/v1/security/audits/quick")).status).toBe(404);
  expect((await bench.get("/npm/-/npm/v1/security/advisories/bulk", {}, "POST")).status).toBe(404);
  expect(bench.mirror.report.refused).toEqual([]);
});
