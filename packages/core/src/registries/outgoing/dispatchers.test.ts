import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request as undici } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeRegistry, redirect, upstreamsAt } from "../fakeRegistry.fixture.ts";
import { MirrorBench } from "../mirror.fixture.ts";
import type { Registry } from "../upstreams.ts";
import { Dispatchers } from "./dispatchers.ts";

const FILE = "/maven/a/file";

let folder: string;
let certificate: string;
let secure: ReturnType<typeof createTlsServer>;
let secureUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "glovebox-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=registry", "-addext", "subjectAltName=IP:127.0.0.1"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
  certificate = readFileSync(cert, "utf8");
  secure = createTlsServer({ key: readFileSync(key), cert: certificate }, (_, outgoing) => outgoing.end("found"));
  await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
  secureUrl = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
});

afterAll(async () => {
  secure.closeAllConnections();
  await new Promise((resolve) => secure.close(resolve));
  rmSync(folder, { recursive: true });
});

async function ask(url: string, connection: Omit<Registry, "url">) {
  await using bench = await MirrorBench.open({ upstreams: upstreamsAt(url, connection) });
  return await bench.get(FILE);
}

test("[registries.configuration] a certificate of the configuration is trusted, and without it the registry is not", async () => {
  expect((await ask(secureUrl, { certificates: [certificate] })).body).toBe("found");
  expect((await ask(secureUrl, { unverified: true })).body).toBe("found");
  const refused = await ask(secureUrl, {});
  expect(refused.status).toBe(502);
  expect(refused.body).toMatch(/^the registry has a certificate that this machine does not trust \(\w+\)\n$/);
});

test("[registries.configuration] the configured proxy is used, with its login, unless a host needs none", async () => {
  await using registry = await FakeRegistry.start({ [FILE]: "plain" });
  await using proxy = await startProxy();
  const address = proxy.url.replace("//", "//me:hunter2@");
  const through = { http: address, https: address };
  expect((await ask(registry.url, { proxy: through })).body).toBe("plain");
  expect((await ask(secureUrl, { proxy: through, certificates: [certificate] })).body).toBe("found");
  expect(proxy.asked).toEqual([`GET ${registry.url}${FILE}`, `CONNECT ${new URL(secureUrl).host}`]);
  const login = `Basic ${Buffer.from("me:hunter2").toString("base64")}`;
  expect(proxy.headers.map((headers) => headers["proxy-authorization"])).toEqual([login, login]);
  expect((await ask(registry.url, { proxy: { ...through, none: "127.0.0.1" } })).body).toBe("plain");
  expect(proxy.asked).toHaveLength(2);
  expect((await ask(secureUrl, { proxy: { http: address }, certificates: [certificate] })).body).toBe("found");
  expect(proxy.asked).toHaveLength(2);
  expect(registry.requests.some(({ headers }) => headers["proxy-authorization"] !== undefined)).toBe(false);
});

test("[registries.reach] a proxy is no way around: a link to a private address is refused before the proxy hears of it", async () => {
  await using secret = await FakeRegistry.start({ "/x": "a secret of the host" });
  await using registry = await FakeRegistry.start({ [FILE]: redirect(`${secret.url}/x`) });
  await using proxy = await startProxy();
  expect((await ask(registry.url, { proxy: { http: proxy.url } })).status).toBe(403);
  expect(proxy.asked).toEqual([`GET ${registry.url}${FILE}`]);
  expect(secret.paths).toEqual([]);
});

test("[registries.reach] the connection itself looks at the address, so a name that changes in between leads nowhere", async () => {
  await using secret = await FakeRegistry.start({ "/x": "a secret of the host" });
  await using dispatchers = new Dispatchers({ connectMs: 2_000, headersMs: 2_000, idleMs: 2_000 });
  const registry = { url: "http://registry.invalid/" };
  const url = new URL(`http://localhost:${new URL(secret.url).port}/x`);
  const ask = (trusted: boolean) => undici(url, { dispatcher: dispatchers.for(registry, url, trusted) });
  await expect(ask(false)).rejects.toThrow(/is not followed/);
  expect(secret.paths).toEqual([]);
  const answer = await ask(true);
  expect(await answer.body.text()).toBe("a secret of the host");
});

test("a link to a public address goes through the proxy, whose own address may be private", async () => {
  await using registry = await FakeRegistry.start({
    [FILE]: redirect("http://198.51.100.9/file"),
    "/file": "from afar",
  });
  await using proxy = await startProxy();
  // This proxy knows one far address, and takes it from the registry's own server.
  proxy.routes.set("http://198.51.100.9/file", `${registry.url}/file`);
  expect((await ask(registry.url, { proxy: { http: proxy.url } })).body).toBe("from afar");
  expect(proxy.asked).toEqual([`GET ${registry.url}${FILE}`, "GET http://198.51.100.9/file"]);
});

test("[registries.failures] a proxy that refuses is told apart from the registry", async () => {
  await using proxy = await startProxy(403);
  const answer = await ask(secureUrl, { proxy: { https: proxy.url.replace("//", "//me:hunter2@") } });
  expect(answer).toMatchObject({ status: 502, body: "the registry could not be reached through the proxy\n" });
});

/** A proxy that tunnels and forwards to loopback, and remembers what it was asked. */
async function startProxy(refuseTunnels = 200) {
  const asked: string[] = [];
  const routes = new Map<string, string>();
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    headers.push(incoming.headers);
    const url = incoming.url ?? "";
    request(routes.get(url) ?? url, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    }).end();
  });
  server.on("connect", (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    headers.push(incoming.headers);
    socket.on("error", () => socket.destroy());
    if (refuseTunnels !== 200) return socket.end(`HTTP/1.1 ${refuseTunnels} No\r\n\r\n`);
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const target = connect(Number(port), hostname, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    target.on("error", () => socket.destroy());
    target.pipe(socket).pipe(target);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    routes,
    headers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
