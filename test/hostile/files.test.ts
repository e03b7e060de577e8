import { randomBytes } from "node:crypto";
import { copyFileSync, linkSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, type Places, startHost } from "../hosts/host.ts";
import { users } from "../hosts/modes.ts";
import { attempts, onTheHost, program } from "../programs/programs.ts";

const secret = `canary-${randomBytes(12).toString("hex")}`;

/** Files in a home folder that hold credentials. */
const CANARIES = [
  ".npmrc", ".netrc", ".pypirc", ".ssh/id_ed25519", ".aws/credentials", ".cargo/credentials.toml", ".m2/settings.xml",
  ".config/pip/pip.conf", ".pip/pip.conf", ".docker/config.json", ".bash_history", "secret.txt",
]; // biome-ignore format: a list of names

function plant(places: Places, name: string): string {
  const path = join(places.home, name);
  for (let folder = dirname(name); folder !== "."; folder = dirname(folder)) {
    mkdirSync(join(places.home, folder), { recursive: true });
  }
  writeFileSync(path, `password = ${secret}\n`);
  return path;
}

/** A Node in the home folder, as nvm puts it there, with the configuration that npm keeps beside it. */
function furnish(places: Places): { execPath: string } {
  for (const name of CANARIES) plant(places, name);
  const prefix = `.nvm/versions/node/v${process.versions.node}`;
  plant(places, `${prefix}/etc/npmrc`);
  plant(places, `${prefix}/pip.conf`);
  mkdirSync(join(places.home, prefix, "bin"), { recursive: true });
  const execPath = join(places.home, prefix, "bin/node");
  try {
    linkSync(process.execPath, execPath);
  } catch {
    copyFileSync(process.execPath, execPath); // another file system
  }
  return { execPath };
}

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode, furnish, env: { GLOVEBOX_TEST_SECRET: secret, AWS_SECRET_ACCESS_KEY: secret } });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test("[containment.host-files] no file of the host can be read, by any detour", async () => {
    const canary = join(host.places.home, ".npmrc");
    const paths = [
      "/etc/shadow",
      canary,
      join(host.places.home, "secret.txt"),
      import.meta.filename,
      "/etc/ssh/sshd_config",
    ];
    expect(attempts(await onTheHost("reads_files.py", canary))).toMatchObject({
      [canary]: expect.stringContaining(secret),
    });

    const { outcome, stdout } = await host.execute(program("reads_files.py", ...paths));

    expect(outcome.status).toBe("succeeded");
    const tried = attempts(stdout);
    expect(Object.keys(tried).length).toBeGreaterThanOrEqual(paths.length * 5);
    for (const [path, result] of Object.entries(tried)) {
      if (path === "list /etc") continue; // the sandbox's own
      expect(["ENOENT", "EACCES"], `${path}: ${result}`).toContain(result);
    }
  });

  test("[containment.credentials] no credential of a home folder or of a toolchain's folder is anywhere in a sandbox", async () => {
    expect(await onTheHost("finds_secrets.py", secret, host.places.home)).toContain("found ");

    const { stdout, outcome } = await host.execute(program("finds_secrets.py", secret));

    expect(outcome.status).toBe("succeeded");
    expect(Number(/looked at (\d+)/.exec(stdout)?.[1])).toBeGreaterThan(10);
    expect(stdout.split("\n").filter((line) => line.startsWith("found"))).toEqual([]);
  });

  test.each(["shows_environment.py", "shows_environment.sh", "shows_environment.js"])(
    "[containment.environment] %s sees nothing of the host's environment",
    async (name) => {
      const { stdout, outcome } = await host.execute({ ...program(name), env: { OWN: "visible" } });

      expect(outcome.status).toBe("succeeded");
      expect(stdout).toContain("OWN=visible");
      expect(stdout).not.toContain(secret);
      expect(stdout).not.toContain(host.places.home);
      expect(stdout).not.toContain(host.places.temporary);
    },
  );

  test("[containment.read-only] nothing but the four own places can be written", async () => {
    const { stdout, outcome } = await host.execute(program("writes_everywhere.py"));

    expect(outcome.status).toBe("succeeded");
    const { writable, sysrq, kcore, keys, timer_list, ...others } = attempts(stdout);
    expect(writable).toBe("done: ['/dev/shm', '/home/user', '/tmp', '/workspace']");
    expect(["ENOENT", "EACCES", "EROFS", "done: 'none'"]).toContain(sysrq);
    for (const masked of [kcore, keys, timer_list])
      expect(["ENOENT", "EACCES", "done: ''", "done: b''"]).toContain(masked);
    expect(others).toMatchObject({
      "suid honoured": "done: []",
      "cgroup file systems": "done: []",
      "masks are the null device": "done: set()",
    });
    // Copies of two files that libc's malloc reads, and nothing else: there is no sysfs.
    const folder = "/sys/kernel/mm/transparent_hugepage";
    expect(others["/sys"]).toBe(`done: ['${folder}/enabled', '${folder}/hpage_pmd_size']`);
    for (const [name, result] of Object.entries(others)) {
      if (/^(create|write|delete|rename|chmod)/.test(name))
        expect(["EROFS", "EACCES", "ENOENT", "EPERM"], name).toContain(result);
    }
    expect(Object.keys(others).length).toBeGreaterThan(30);
  });
});
