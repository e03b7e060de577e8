import { expect, test } from "vitest";
import { summary, upstreamsOf } from "./machine.fixture.ts";

test("[registries.configuration] apt's sources are read in both formats, one archive for each address", async () => {
  const { debian, notes } = await upstreamsOf({
    "/etc/apt/sources.list":
      "# deb http://no.example.com x main\ndeb-src http://no.example.com x main\ndeb [arch=amd64,arm64 signed-by=/keys/a.gpg] http://a.example.com/debian stable main contrib # mine\ndeb cdrom:[Debian]/ stable main\n",
    "/etc/apt/sources.list.d/flat.list": "deb [trusted=yes] https://flat.example.com/repo ./\n",
    "/etc/apt/sources.list.d/off.list.disabled": "deb http://no.example.com x main\n",
    "/etc/apt/sources.list.d/debian.sources": `# comment
Types: deb deb-src
URIs: http://b.example.com/debian https://c.example.com/debian
Suites: bookworm bookworm-updates
# in between
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
 -----END PGP PUBLIC KEY BLOCK-----

Enabled: no
Types: deb
URIs: http://no.example.com
Suites: x

Types: deb-src
URIs: http://no.example.com
Suites: x
`,
  });
  const shared = { suites: ["bookworm", "bookworm-updates"], components: ["main"], architectures: [] };
  const key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQINBF\n-----END PGP PUBLIC KEY BLOCK-----";
  expect(debian.map(({ registry, ...rest }) => ({ url: registry.url, ...rest }))).toEqual([
    {
      url: "http://a.example.com/debian",
      suites: ["stable"],
      components: ["main", "contrib"],
      architectures: ["amd64", "arm64"],
      signedBy: "/keys/a.gpg",
    },
    { url: "https://flat.example.com/repo", suites: ["./"], components: [], architectures: [], trusted: true },
    { url: "http://b.example.com/debian", ...shared, signedBy: key },
    { url: "https://c.example.com/debian", ...shared, signedBy: key },
  ]);
  expect(notes.map(({ ecosystem }) => ecosystem)).toEqual(["debian"]);
});

test("[registries.configuration] logins of auth.conf are for https, and for the folder that they name", async () => {
  const uris = [
    "https://a.example.com/debian",
    "https://a.example.com/other",
    "http://a.example.com/debian",
    "https://u:p@b.example.com/",
  ];
  const { debian } = await upstreamsOf({
    "/etc/apt/sources.list": uris.map((uri) => `deb ${uri} stable main`).join("\n"),
    "/etc/apt/auth.conf.d/a.conf": "machine a.example.com/debian login me password hunter2\n",
  });
  expect(debian.map(({ registry }) => summary(registry))).toEqual([
    "https://a.example.com/debian me:hunter2",
    "https://a.example.com/other",
    "http://a.example.com/debian",
    "https://b.example.com/ u:p",
  ]);
});

test("[registries.configuration] apt.conf says which proxy apt uses", async () => {
  const found = await upstreamsOf(
    {
      "/etc/apt/sources.list": "deb http://a.example.com stable main",
      "/etc/apt/apt.conf.d/01proxy": 'Acquire::http::Proxy "http://apt-proxy:3142";\nAcquire::https::Proxy "DIRECT";\n',
    },
    { https_proxy: "http://all:1" },
  );
  expect(found.debian[0]?.registry.proxy).toEqual({ http: "http://apt-proxy:3142/", https: "" });
});
