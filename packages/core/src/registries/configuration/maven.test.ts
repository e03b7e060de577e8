import { expect, test } from "vitest";
import { summary, upstreamsOf } from "./machine.fixture.ts";

const settings = (inside: string) => ({
  "~/.m2/settings.xml": `<?xml version="1.0"?>\n<settings xmlns="http://maven.apache.org/SETTINGS/1.2.0">${inside}</settings>`,
});
const mirror = (id: string, of: string, url: string, more = "") =>
  `<mirror><id>${id}</id><mirrorOf>${of}</mirrorOf><url>${url}</url>${more}</mirror>`;

test("[registries.configuration] a mirror of settings.xml stands for Central, with the login of its server", async () => {
  const xml = `<mirrors><!-- <mirror><id>no</id></mirror> -->${mirror("corp", "*,!other", "https://maven.example.com/all/")}</mirrors>
    <servers><server><id>corp</id><username>me</username><password>\${env.PW}&amp;</password></server></servers>`;
  const { maven } = await upstreamsOf(settings(xml), { PW: "hunter2" });
  expect(maven.map(summary)).toEqual(["https://maven.example.com/all/ me:hunter2&"]);
});

test("[registries.configuration] repositories of active profiles come before Central, each with its own mirror", async () => {
  const repository = (id: string) => `<repository><id>${id}</id><url>https://${id}.example.com/</url></repository>`;
  const profile = (id: string, more: string, ids: string[]) =>
    `<profile><id>${id}</id>${more}<repositories>${ids.map(repository).join("")}</repositories></profile>`;
  const xml = `<profiles>
      ${profile("named", "", ["a", "b"])}
      ${profile("default", "<activation><activeByDefault>true</activeByDefault></activation>", ["c"])}
      ${profile("unused", "", ["d"])}
    </profiles><activeProfiles><activeProfile>named</activeProfile></activeProfiles>
    <mirrors>${mirror("m", "external:*,!c,!central", "https://m.example.com/")}${mirror("exact", "b", "https://exact.example.com/")}</mirrors>
    <servers><server><id>c</id><configuration><httpHeaders><property><name>Private-Token</name><value>t</value></property></httpHeaders></configuration></server></servers>`;
  const { maven } = await upstreamsOf(settings(xml));
  expect(maven.map(({ url }) => url)).toEqual([
    "https://m.example.com/",
    "https://exact.example.com/",
    "https://c.example.com/",
    "https://repo.maven.apache.org/maven2/",
  ]);
  expect(maven[2]?.headers).toEqual({ "private-token": "t" });
});

test("[registries.configuration] blocked repositories and encrypted logins are left out with a note", async () => {
  const xml = `<mirrors>${mirror("blocker", "external:http:*", "http://0.0.0.0/", "<blocked>true</blocked>")}</mirrors>
    <profiles><profile><id>p</id><repositories><repository><id>plain</id><url>http://plain.example.com/</url></repository></repositories></profile></profiles>
    <activeProfiles><activeProfile>p</activeProfile></activeProfiles>
    <servers><server><id>central</id><username>me</username><password>{c2VjcmV0}</password></server></servers>`;
  const { maven, notes } = await upstreamsOf(settings(xml));
  expect(maven.map(summary)).toEqual(["https://repo.maven.apache.org/maven2/"]);
  expect(notes.map(({ text }) => text)).toEqual([
    "the repository plain is blocked by a mirror of settings.xml",
    "the password of the server central is encrypted, and its login is left out",
  ]);
});

test("[registries.configuration] the proxy of settings.xml is Maven's", async () => {
  const xml =
    "<proxies><proxy><active>false</active><host>no</host></proxy><proxy><host>proxy</host><port>3128</port><username>me</username><password>p@w</password><nonProxyHosts>localhost|*.corp</nonProxyHosts></proxy></proxies>";
  const proxy = { http: "http://me:p%40w@proxy:3128/", https: "http://me:p%40w@proxy:3128/", none: "localhost,*.corp" };
  expect((await upstreamsOf(settings(xml))).maven[0]?.proxy).toEqual(proxy);
});
