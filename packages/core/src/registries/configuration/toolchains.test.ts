import { expect, test } from "vitest";
import { summary, upstreamsOf } from "./machine.fixture.ts";

test("[registries.configuration] GOPROXY's list ends at direct, and its separators are kept", async () => {
  const GOPROXY =
    "https://me:hunter2@one.example.com/go|https://two.example.com,file:///cache,https://three.example.com,direct,https://never.example.com";
  const { go, notes } = await upstreamsOf({ "~/.netrc": "machine two.example.com login you password pw" }, { GOPROXY });
  expect(go?.proxies.map(({ registry, fallThrough }) => `${summary(registry)} ${fallThrough}`)).toEqual([
    "https://one.example.com/go me:hunter2 any",
    "https://two.example.com/ you:pw missing",
    "https://three.example.com/ missing",
  ]);
  expect(notes.map(({ text }) => text)).toEqual([
    "a proxy of GOPROXY is left out: an address that is not valid is not reached by HTTP",
  ]);
  for (const none of ["direct", "off"]) {
    const found = await upstreamsOf({}, { GOPROXY: none });
    expect(found.go).toBeUndefined();
    expect(found.notes).toHaveLength(1);
  }
});

test("[registries.configuration] Go's own file is read, and what a go behind the mirror must know is given", async () => {
  const file =
    "GOPRIVATE=git.corp.example.com,*.internal\nGOPROXY=https://file.example.com\nGOSUMDB=sums.corp+key https://me:hunter2@sums.example.com/db\n";
  const { go } = await upstreamsOf({ "~/.config/go/env": file });
  expect(go).toMatchObject({
    proxies: [{ registry: { url: "https://file.example.com/" } }],
    checksums: { name: "sums.corp", registry: { url: "https://sums.example.com/db" } },
    unproxied: ["git.corp.example.com", "*.internal"],
    variables: { GOSUMDB: "sums.corp+key", GONOSUMDB: "git.corp.example.com,*.internal" },
  });
  const variables = { GOSUMDB: "off", GOPROXY: "https://variable.example.com", GONOSUMDB: "x", GONOPROXY: "none" };
  const other = (await upstreamsOf({ "~/.config/go/env": file }, variables)).go;
  expect(other).toMatchObject({ unproxied: ["none"], variables: { GOSUMDB: "off", GONOSUMDB: "x" } });
  expect(other?.checksums).toBeUndefined();
  expect((await upstreamsOf({ "~/.config/go/env": file }, { GOENV: "off" })).go?.unproxied).toEqual([]);
  const china = (await upstreamsOf({}, { GOSUMDB: "sum.golang.google.cn" })).go;
  expect(china?.checksums).toMatchObject({
    name: "sum.golang.org",
    registry: { url: "https://sum.golang.google.cn/" },
  });
});

test("[registries.configuration] cargo's replacement for crates.io is followed, with its login", async () => {
  const config = `
[source.crates-io]
replace-with = "first"
[source.first]
replace-with = "corp"
[registries.corp]
index = "sparse+https://crates.example.com/index/"
[http]
proxy = "proxy.example.com:3128"
`;
  const files = {
    "~/.cargo/config.toml": config,
    "~/.cargo/credentials.toml": '# cargo\n[registries.corp]\ntoken = "Bearer hunter2"\n',
  };
  const { crates } = await upstreamsOf(files);
  expect(crates).toMatchObject({
    url: "https://crates.example.com/index/",
    headers: { authorization: "Bearer hunter2" },
    proxy: { https: "http://proxy.example.com:3128/" },
  });
  const variable = await upstreamsOf(files, { CARGO_REGISTRIES_CORP_TOKEN: "other" });
  expect(variable.crates?.headers).toEqual({ authorization: "other" });
  const source = config.replace(/\[registries.corp]\nindex/, "\n[source.corp]\nregistry");
  const named = `${source}[registries.name]\nindex = "sparse+https://crates.example.com/index/"\ntoken = "t"\n`;
  expect((await upstreamsOf({ "/cargo/config": named }, { CARGO_HOME: "@cargo" })).crates?.headers).toEqual({
    authorization: "t",
  });
});

test("[registries.configuration] a replacement that cannot be served is no reason to ask crates.io", async () => {
  for (const source of [
    'registry = "https://git.example.com/index.git"',
    'directory = "vendor"',
    'replace-with = "crates-io"',
  ]) {
    const config = `# cargo\n[source.crates-io]\nreplace-with = "corp"\n[source.corp]\n${source}\n`;
    const { crates, notes } = await upstreamsOf({ "~/.cargo/config.toml": config });
    expect(crates, source).toBeUndefined();
    expect(notes.map(({ ecosystem }) => ecosystem)).toEqual(["crates"]);
  }
  const { crates } = await upstreamsOf({ "~/.cargo/credentials.toml": '[registry]\ntoken = "publish"\n' });
  expect(crates).toMatchObject({ url: "https://index.crates.io/", headers: {} });
});
