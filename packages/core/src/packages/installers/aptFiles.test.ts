import { expect, test } from "vitest";
import { aptFiles, installedOn, STATUS } from "./aptFiles.ts";

const ARMOUR = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nkey\n-----END PGP PUBLIC KEY BLOCK-----";
const archive = {
  registry: { url: "https://user.example.com/debian", headers: { authorization: "Basic c2VjcmV0" } },
  suites: ["stable", "stable-updates"],
  components: ["main", "contrib"],
  architectures: [],
};

test("[registries.credentials] apt in a sandbox gets the mirror's archives with the machine's keys, and no login", async () => {
  const { list, files } = await aptFiles([
    { ...archive, signedBy: ARMOUR },
    { ...archive, architectures: ["amd64", "arm64"], trusted: true, suites: ["./"], components: [] },
  ]);
  expect(list).toBe(
    [
      "deb [signed-by=/workspace/keys/0.asc] http://127.0.0.1:4873/debian/0 stable main contrib",
      "deb [signed-by=/workspace/keys/0.asc] http://127.0.0.1:4873/debian/0 stable-updates main contrib",
      "deb [arch=amd64,arm64 trusted=yes] http://127.0.0.1:4873/debian/1 ./\n",
    ].join("\n"),
  );
  expect(String(files["keys/0.asc"])).toContain(ARMOUR);
  expect(files["sources.list"]).toBe(list);
  expect(JSON.stringify(files)).not.toMatch(/example\.com|c2VjcmV0/);
});

test("[packages.errors] a machine without apt is told as such", async () => {
  await expect(installedOn("/no/such/status")).rejects.toMatchObject({
    code: "packages_failed",
    message: expect.stringContaining("no apt"),
  });
  expect(await installedOn(STATUS)).toMatch(/^\d+-/);
});

test("[packages.errors] apt without an archive is told as such", async () => {
  await expect(aptFiles([])).rejects.toThrow("apt has no archive on this machine");
});
