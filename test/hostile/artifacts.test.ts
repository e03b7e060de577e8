import { lstatSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { users } from "../hosts/modes.ts";
import { program } from "../programs/programs.ts";

const MiB = 1024 * 1024;

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test("[containment.artifacts] only regular files come out: no link, pipe, socket or device is followed or opened", async () => {
    const { stdout, outcome, artifacts, id } = await host.execute(program("plants_artifacts.py"));

    expect(stdout).toMatch(/^planted \d+\n$/);
    expect(outcome.status).toBe("succeeded");
    const names = artifacts.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["honest.txt", "folder/inner/file.txt", "hard-link.txt", "set-uid"]));
    for (const name of [
      "link-to-file",
      "link-to-memory",
      "link-to-init",
      "link-to-root",
      "link-to-itself",
      "broken-link",
      "pipe",
      "socket",
    ]) {
      expect(names).not.toContain(name);
    }
    expect(names.filter((name) => name.includes("loop/") || name.includes("link-to"))).toEqual([]);
    expect(names.filter((name) => name.endsWith("too-deep.txt"))).toEqual([]);
    expect(Buffer.from(await host.readArtifact(id, "honest.txt")).toString()).toBe("honest");
    for (const { name } of artifacts) {
      const content = Buffer.from(await host.readArtifact(id, name)).toString();
      expect(content, name).not.toContain("root:");
      expect(["", "x", "inner", "honest"], name).toContain(content.trim());
    }
  });

  test("[containment.artifacts] what was left out is said, in lines that a name cannot break", async () => {
    const { outcome, artifacts } = await host.execute(program("plants_artifacts.py"));

    const notes = outcome.notes ?? [];
    expect(notes.length).toBeGreaterThan(0);
    expect(notes.length).toBeLessThanOrEqual(50);
    for (const note of notes) expect(note).not.toMatch(/\p{Cc}/u);
    expect(artifacts.every(({ name }) => name.isWellFormed())).toBe(true);
    expect(notes.join("\n")).toContain("invalid-");
  });

  test("[containment.artifacts] what is kept on the host's disk is plain files of our own naming, without exec bits", async () => {
    const { artifacts } = await host.execute(program("plants_artifacts.py"));

    const files = allFiles(host.places.temporary).filter(({ path }) => /[0-9a-f]{64}$/.test(path));
    const kept = new Set(files.map(({ path }) => basename(path)));
    expect(artifacts.map(({ sha256 }) => sha256).filter((sha256) => !kept.has(sha256))).toEqual([]);
    expect(artifacts.length).toBeGreaterThan(10);
    for (const { path, mode: bits, isFile } of files) {
      expect(isFile, path).toBe(true);
      expect(bits & 0o7177, path).toBe(0);
    }
  });

  test("[limits.artifacts] sparse files cannot make an execution's artifacts larger than its workspace", async () => {
    const limits = { workspaceBytes: 16 * MiB, fileBytes: 8 * MiB, timeoutMs: 5_000 };
    const { stdout, artifacts, outcome } = await host.execute({
      ...program("leaves_sparse_files.py", "100", "8"),
      limits,
    });

    expect(stdout).toBe("left\n");
    expect(outcome.status).toBe("succeeded");
    const total = artifacts.reduce((sum, { size }) => sum + size, 0);
    expect(total).toBeLessThanOrEqual(16 * MiB);
    expect(outcome.notes?.length).toBeGreaterThan(0);
  });

  test("[survival.cancel] an execution can be cancelled while its artifacts are on their way", async () => {
    const limits = { workspaceBytes: 64 * MiB, fileBytes: 16 * MiB };
    const started = performance.now();
    const { outcome } = await host.execute(
      { ...program("leaves_sparse_files.py", "200", "16"), limits },
      { abortAfterMs: 300 },
    );

    expect(performance.now() - started).toBeLessThan(2_500);
    expect(["cancelled", "succeeded"]).toContain(outcome.status);
  });

  test("[limits.artifacts] more files than are carried out are named in a note, and the rest comes", async () => {
    const code = "for n in range(1500): open(f'f{n:04}', 'w').write('x')";
    const { artifacts, outcome } = await host.execute({ language: "python", code });

    expect(artifacts.length).toBe(1_000);
    expect(outcome.status).toBe("succeeded");
    expect(outcome.notes?.join("\n")).toContain("1000");
  });
});

function allFiles(folder: string): { path: string; mode: number; isFile: boolean }[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = lstatSync(path);
    return found.isDirectory() ? allFiles(path) : [{ path, mode: found.mode, isFile: found.isFile() }];
  });
}
