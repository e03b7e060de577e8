import { expect, test } from "vitest";
import { summary, upstreamsOf } from "./machine.fixture.ts";

const PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
const OTHER = "-----BEGIN CERTIFICATE-----\nBBBB\n-----END CERTIFICATE-----";

test("[registries.configuration] a machine without configuration uses the public registries, and has no archives", async () => {
  const { pypi, npm, go, crates, maven, debian, notes } = await upstreamsOf({});
  expect(pypi.map(summary)).toEqual(["https://pypi.org/simple/"]);
  expect(npm?.default.url).toBe("https://registry.npmjs.org/");
  expect(npm?.scopes).toEqual({});
  expect(go?.proxies.map(({ registry }) => registry.url)).toEqual(["https://proxy.golang.org/"]);
  expect(go?.checksums).toMatchObject({ name: "sum.golang.org", registry: { url: "https://sum.golang.org/" } });
  expect(go?.variables).toEqual({ GOSUMDB: "sum.golang.org" });
  expect(crates?.url).toBe("https://index.crates.io/");
  expect(maven.map(summary)).toEqual(["https://repo.maven.apache.org/maven2/"]);
  expect(debian).toEqual([]);
  expect(notes).toEqual([]);
});

test("[registries.configuration] proxies come from the variables that every client reads, in either case", async () => {
  const variables = {
    HTTPS_PROXY: "http://user:hunter2@proxy:3128",
    http_proxy: "proxy:8080",
    NO_PROXY: "localhost,.corp",
  };
  const { pypi, crates } = await upstreamsOf({}, variables);
  const proxy = { http: "http://proxy:8080/", https: "http://user:hunter2@proxy:3128/", none: "localhost,.corp" };
  expect(pypi[0]?.proxy).toEqual(proxy);
  expect(crates?.proxy).toEqual(proxy);
  expect((await upstreamsOf({}, { ALL_PROXY: "http://all:1" })).crates?.proxy).toEqual({
    http: "http://all:1/",
    https: "http://all:1/",
  });
});

test("[registries.configuration] certificates come from each client's own setting, and from those of all", async () => {
  const files = { "/ca/all.pem": `${PEM}\n`, "/ca/pip.pem": `text\n${OTHER}\n${PEM}` };
  const variables = { SSL_CERT_FILE: "@ca/all.pem", PIP_CERT: "@ca/pip.pem", NODE_EXTRA_CA_CERTS: "/not/there.pem" };
  const { pypi, crates } = await upstreamsOf(files, variables);
  expect(pypi[0]?.certificates).toEqual([PEM, OTHER]);
  expect(crates?.certificates).toEqual([PEM]);
});
