import { expect, test } from "vitest";
import { summary, upstreamsOf } from "./machine.fixture.ts";

test("[registries.configuration] npm's variables win over the user's file, and that over the global one", async () => {
  const files = {
    "/prefix/etc/npmrc": "registry=https://global.example.com/\nstrict-ssl=false",
    "~/.npmrc": `; mine\nprefix = \${PREFIX}\nregistry = "https://user.example.com/npm/"\n`,
  };
  const inFiles = await upstreamsOf(files, { PREFIX: "@prefix" });
  expect(inFiles.npm?.default).toMatchObject({ url: "https://user.example.com/npm/", unverified: true });
  const variables = {
    npm_config_registry: "https://variable.example.com",
    npm_config_globalconfig: "@prefix/etc/npmrc",
  };
  expect((await upstreamsOf(files, variables)).npm?.default.url).toBe("https://variable.example.com/");
  expect(
    (await upstreamsOf({ "/prefix/etc/npmrc": files["/prefix/etc/npmrc"] }, { NPM_CONFIG_PREFIX: "@prefix" })).npm
      ?.default.url,
  ).toBe("https://global.example.com/");
});

test("[registries.configuration] a login is that of the registry's address, or of the nearest folder above it", async () => {
  const npmrc = `registry=https://npm.example.com/team/a/
@token:registry=https://npm.example.com/team/b/
@basic:registry=https://basic.example.com
@split:registry=https://split.example.com:8443/npm/
@none:registry=https://none.example.com/
//npm.example.com/team/:_authToken=\${TOKEN}
//npm.example.com/team/b/:_authToken=nearer
//basic.example.com/:_auth=${Buffer.from("me:hunter2").toString("base64")}
//split.example.com:8443/npm/:username=you
//split.example.com:8443/npm/:_password=${Buffer.from("p/w").toString("base64")}
//none.example.com/below/:_authToken=hidden
//none.example.com.evil/:_authToken=hidden
`;
  const { npm } = await upstreamsOf({ "~/.npmrc": npmrc }, { TOKEN: "from-variable" });
  expect(summary(npm?.default ?? { url: "" })).toBe("https://npm.example.com/team/a/ Bearer from-variable");
  expect(Object.entries(npm?.scopes ?? {}).map(([scope, registry]) => `${scope} ${summary(registry)}`)).toEqual([
    "@token https://npm.example.com/team/b/ Bearer nearer",
    "@basic https://basic.example.com/ me:hunter2",
    "@split https://split.example.com:8443/npm/ you:p/w",
    "@none https://none.example.com/",
  ]);
});

test("[registries.configuration] a login without an address is for the default registry only", async () => {
  const { npm } = await upstreamsOf({ "~/.npmrc": "_authToken=old\n@corp:registry=https://corp.example.com/" });
  expect(summary(npm?.default ?? { url: "" })).toBe("https://registry.npmjs.org/ Bearer old");
  expect(npm?.scopes["@corp"]?.headers).toEqual({});
});

test("[registries.configuration] npm's proxies and certificates are its own", async () => {
  const pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
  const npmrc = `https-proxy=http://secure:1\nproxy=http://plain:2\nnoproxy=a.example.com\ncafile=\${CA}\n`;
  const { npm, crates } = await upstreamsOf(
    { "~/.npmrc": npmrc, "/ca.pem": pem },
    { CA: "@ca.pem", HTTPS_PROXY: "http://all:3" },
  );
  expect(npm?.default).toMatchObject({
    proxy: { https: "http://secure:1/", http: "http://plain:2/", none: "a.example.com" },
    certificates: [pem],
  });
  expect(crates).toMatchObject({ proxy: { https: "http://all:3/" }, certificates: [] });
});
