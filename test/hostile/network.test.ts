import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { users } from "../hosts/modes.ts";
import { attempts, onTheHost, program } from "../programs/programs.ts";

const GREETING = "hello from the host";

describe.each(users)("as $name", (mode) => {
  const abstract = `glovebox-test-${process.pid}-${mode.name.replaceAll(" ", "")}`;
  const servers: Server[] = [];
  let folder: string;
  let port: string;
  let host: Host;

  beforeAll(async () => {
    folder = mkdtempSync("/tmp/gloveboxtest-sockets-");
    chmodSync(folder, 0o755);
    const tcp = await listen({ port: 0, host: "::" });
    const address = tcp.address();
    port = String(typeof address === "object" ? address?.port : 0);
    await listen({ path: `\0${abstract}` });
    await listen({ path: join(folder, "socket"), readableAll: true, writableAll: true });
    host = await startHost({ mode });
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  async function listen(where: object): Promise<Server> {
    const server = createServer((socket) => socket.on("error", () => socket.destroy()).end(GREETING));
    servers.push(server.listen(where));
    await once(server, "listening");
    return server;
  }

  test("[containment.network] no server of the host can be reached: not by its addresses, not by name, not by a socket", async () => {
    const addresses = Object.values(networkInterfaces())
      .flat()
      .flatMap((each) => (each && !each.address.startsWith("fe80") ? [each.address] : []));
    const args = [port, abstract, join(folder, "socket"), "127.0.0.1", "::1", ...addresses];
    const bare = attempts(await onTheHost("reaches_the_host.py", ...args));
    for (const name of ["tcp 127.0.0.1", "abstract", "path"]) expect(bare[name], name).toBe(`done: '${GREETING}'`);

    const { outcome, stdout } = await host.execute(program("reaches_the_host.py", ...args));

    expect(outcome.status).toBe("succeeded");
    const { interfaces, routes, resolve, abstract: unix, path, ...tcp } = attempts(stdout);
    expect({ interfaces, routes, resolve, unix, path }).toEqual({
      interfaces: "done: ['lo']",
      routes: "done: 0",
      resolve: "gaierror",
      unix: expect.stringMatching(/^(ECONNREFUSED|EPERM)$/),
      path: "ENOENT",
    });
    expect(Object.keys(tcp).length).toBeGreaterThanOrEqual(2);
    for (const [name, result] of Object.entries(tcp))
      expect(["ECONNREFUSED", "ENETUNREACH"], `${name}: ${result}`).toContain(result);
  });
});
