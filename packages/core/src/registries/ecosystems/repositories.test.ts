import { expect, test } from "vitest";
import { FakeRegistry, upstreamsAt } from "../fakeRegistry.fixture.ts";
import { MirrorBench } from "../mirror.fixture.ts";

test("a Maven file comes from the first repository that has it", async () => {
  await using first = await FakeRegistry.start({ "/maven/a/b/1/b-1.pom": "first" });
  await using second = await FakeRegistry.start({
    "/maven/a/b/1/b-1.pom": "second",
    "/maven/a/c/1/c-1.jar.sha1": "sum",
  });
  const maven = [...upstreamsAt(first.url).maven, ...upstreamsAt(second.url).maven];
  await using bench = await MirrorBench.open({ upstreams: { ...upstreamsAt(first.url), maven } });
  expect((await bench.get("/maven/a/b/1/b-1.pom")).body).toBe("first");
  expect((await bench.get("/maven/a/c/1/c-1.jar.sha1")).body).toBe("sum");
  expect((await bench.get("/maven/a/d/1/d-1.jar")).status).toBe(404);
  first.pages = { "/maven/a/c/1/c-1.jar.sha1": (_, outgoing) => outgoing.writeHead(503).end() };
  expect((await bench.get("/maven/a/c/1/c-1.jar.sha1")).status).toBe(502);
});

test("the archives of Debian are served by number, byte for byte and in parts", async () => {
  await using first = await FakeRegistry.start({ "/debian/dists/stable/InRelease": "signed" });
  await using second = await FakeRegistry.start({
    "/debian/pool/main/g/g%2b%2b/g%2b%2b_1_all.deb": (incoming, outgoing) => {
      const range = incoming.headers.range;
      if (range === undefined) outgoing.end("package");
      else outgoing.writeHead(206, { "content-range": "bytes 4-6/7", "content-length": 3 }).end("age");
    },
  });
  const debian = [...upstreamsAt(first.url).debian, ...upstreamsAt(second.url).debian];
  await using bench = await MirrorBench.open({ upstreams: { ...upstreamsAt(first.url), debian } });
  expect((await bench.get("/debian/0/dists/stable/InRelease")).body).toBe("signed");
  const path = "/debian/1/pool/main/g/g%2b%2b/g%2b%2b_1_all.deb";
  expect((await bench.get(path)).body).toBe("package");
  const part = await bench.get(path, { range: "bytes=4-" });
  expect(part).toMatchObject({ status: 206, body: "age", headers: { "content-range": "bytes 4-6/7" } });
  for (const other of ["2/dists/stable/InRelease", "x/dists", "0", "00000/dists/stable/InRelease", "-1/dists/x"]) {
    expect((await bench.get(`/debian/${other}`)).status, other).toBe(404);
  }
});
