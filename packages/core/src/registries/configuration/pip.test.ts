import { expect, test } from "vitest";
import { summary, upstreamsOf } from "./machine.fixture.ts";

const pypi = async (...[files, variables]: Parameters<typeof upstreamsOf>) =>
  (await upstreamsOf(files, variables)).pypi.map(summary);

test("[registries.configuration] pip's files are read in pip's order, and variables win", async () => {
  const files = {
    "/etc/pip.conf": "[global]\nindex-url = https://system.example.com/simple\ntimeout: 5\n",
    "~/.config/pip/pip.conf":
      "# mine\n[global]\nindex_url: https://user.example.com/simple/\nextra-index-url =\n    https://one.example.com/simple\n    https://two.example.com/simple\n",
  };
  expect(await pypi({ "/etc/pip.conf": files["/etc/pip.conf"] })).toEqual(["https://system.example.com/simple"]);
  const extra = ["https://one.example.com/simple", "https://two.example.com/simple"];
  expect(await pypi(files)).toEqual(["https://user.example.com/simple/", ...extra]);
  const variables = { PIP_INDEX_URL: "https://variable.example.com/simple" };
  expect(await pypi(files, variables)).toEqual(["https://variable.example.com/simple", ...extra]);
  expect(await pypi(files, { PIP_CONFIG_FILE: "/dev/null" })).toEqual(["https://pypi.org/simple/"]);
  expect(
    await pypi(
      { "~/x.conf": "[install]\nindex-url=https://named.example.com" },
      { PIP_CONFIG_FILE: "@home/me/x.conf" },
    ),
  ).toEqual(["https://named.example.com/"]);
});

test("[registries.configuration] credentials come from the address, or from .netrc", async () => {
  const netrc =
    '# logins\nmachine other.example.com login x password y\nmacdef init\nmachine pypi.example.com\n\nmachine pypi.example.com\n  login me password "hunter 2"\n';
  const variables = {
    PIP_INDEX_URL: "https://us%40er:p%2Fw@index.example.com/simple/",
    PIP_EXTRA_INDEX_URL: "https://pypi.example.com/simple/ https://none.example.com/simple/",
  };
  expect(await pypi({ "~/.netrc": netrc }, variables)).toEqual([
    "https://index.example.com/simple/ us@er:p/w",
    "https://pypi.example.com/simple/ me:hunter 2",
    "https://none.example.com/simple/",
  ]);
});

test("[registries.configuration] uv's variables and uv.toml are read, and come first", async () => {
  const toml =
    '[[index]]\nname = "corp"\nurl = "https://toml.example.com/simple"\n[[index]]\nurl = "https://default.example.com/simple"\ndefault = true\n';
  const files = { "~/.config/uv/uv.toml": toml };
  expect(await pypi(files, { UV_INDEX_CORP_USERNAME: "me", UV_INDEX_CORP_PASSWORD: "hunter2" })).toEqual([
    "https://default.example.com/simple",
    "https://toml.example.com/simple me:hunter2",
  ]);
  const variables = {
    UV_DEFAULT_INDEX: "https://uv.example.com/simple",
    UV_INDEX: "named=https://extra.example.com/simple",
    PIP_INDEX_URL: "https://pip.example.com",
  };
  expect(await pypi({}, variables)).toEqual(["https://uv.example.com/simple", "https://extra.example.com/simple"]);
});

test("[registries.configuration] a trusted host is taken with any certificate, others are not", async () => {
  const { pypi } = await upstreamsOf(
    {},
    {
      PIP_INDEX_URL: "https://a.example.com:8443/",
      PIP_EXTRA_INDEX_URL: "https://b.example.com/",
      PIP_TRUSTED_HOST: "a.example.com:8443 c.example.com",
    },
  );
  expect(pypi.map(({ unverified = false }) => unverified)).toEqual([true, false]);
});

test("[registries.configuration] what cannot be served is left out with a note, without its credentials", async () => {
  const variables = {
    PIP_INDEX_URL: "https://a.example.com/",
    PIP_EXTRA_INDEX_URL: "file:///wheels ftp://me:hunter2@ftp.example.com/x",
  };
  const found = await upstreamsOf({ "~/.config/uv/uv.toml": "not = [toml" }, variables);
  expect(found.pypi.map(summary)).toEqual(["https://a.example.com/"]);
  expect(found.notes.map(({ text }) => text)).toEqual([
    "uv.toml cannot be read as uv's settings, and is left out",
    "an index is left out: an address that is not valid is not reached by HTTP",
    "an index is left out: ftp.example.com is not reached by HTTP",
  ]);
  const none = await upstreamsOf({}, { PIP_NO_INDEX: "1" });
  expect(none.pypi).toEqual([]);
  expect(none.notes).toEqual([{ ecosystem: "pypi", text: "pip is told to use no index (no-index)" }]);
});
