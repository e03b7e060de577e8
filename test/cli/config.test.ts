import { join } from "node:path";
import { expect, test } from "vitest";
import { Place } from "./command.fixture.ts";

type Listed = { settings: { name: string; value: unknown; source: string; variable: string }[] };

async function configured(place: Place, args: readonly string[] = [], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await place.glovebox(["config", "--json", ...args], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { settings } = JSON.parse(stdout) as Listed;
  return (name: string) => {
    const { value, source } = settings.find((setting) => setting.name === name) ?? {};
    return [value, source];
  };
}

test("[settings.order] config tells each value and its source: flag, variable, file or default", async () => {
  using place = new Place();
  place.put("glovebox.config.json", JSON.stringify({ port: 1, queue: 1, limits: { processes: 9 }, dataDir: "kept" }));
  const setting = await configured(place, ["--port", "3"], { GLOVEBOX_PORT: "2", GLOVEBOX_QUEUE: "2" });
  expect(setting("port")).toEqual([3, "--port"]);
  expect(setting("queue")).toEqual([2, "GLOVEBOX_QUEUE"]);
  expect(setting("limits.processes")).toEqual([9, "glovebox.config.json"]);
  expect(setting("dataDir")).toEqual([join(place.folder, "kept"), "glovebox.config.json"]);
  expect(setting("host")).toEqual(["127.0.0.1", "default"]);
  expect(setting("limits.timeoutMs")).toEqual([30_000, "default"]);
});

test("[settings.order] a file that is named takes the place of the one in the folder", async () => {
  using place = new Place();
  place.put("glovebox.config.json", JSON.stringify({ port: 1 }));
  const other = place.put("other.json", JSON.stringify({ queue: 7 }));
  const setting = await configured(place, ["--config", other]);
  expect([setting("port"), setting("queue")]).toEqual([
    [4747, "default"],
    [7, other],
  ]);
});

test("[settings.order] for people it is one line for each setting, in groups", async () => {
  using place = new Place();
  const { stdout } = await place.glovebox(["config", "--limits-memory-bytes", "1g"]);
  expect(stdout).toMatch(/^Sandboxes\n {2}dataDir +\S+ +default\n/);
  expect(stdout).toMatch(/^ {2}limits\.memoryBytes +1073741824 \(1 GiB\) +--limits-memory-bytes$/m);
  expect(stdout).toMatch(/\n\nServer\n {2}host +127\.0\.0\.1 +default\n/);
});

test.each<[string, readonly string[], Record<string, string>, RegExp]>([
  ["a wrong variable", [], { GLOVEBOX_QUEUE: "-1" }, /^glovebox: GLOVEBOX_QUEUE: must be a whole number/],
  ["a wrong flag", ["--queue", "much"], {}, /^glovebox: --queue: must be a whole number/],
  ["an unknown variable", [], { GLOVEBOX_PROT: "1" }, /unknown setting "GLOVEBOX_PROT"\n.*did you mean GLOVEBOX_PORT/],
  ["a file that is not there", ["--config", "no.json"], {}, /^glovebox: no\.json: there is no such file$/m],
])("[settings.named] %s stops config, serve, run, doctor and env with 2", async (_, args, env, message) => {
  using place = new Place();
  const commands = [["config"], ["serve", "--port", "0"], ["run", "-c", "print(1)"], ["doctor"], ["env", "list"]];
  const fit = args.includes("--queue") ? commands.slice(0, 2) : commands;
  for (const command of fit) {
    const { code, stdout, stderr } = await place.glovebox([...command, ...args], { env });
    expect({ command, code, stdout }).toEqual({ command, code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  }
  expect(place.leftOvers()).toEqual([]);
});

test("[settings.named] a wrong value and an unknown name in the file are told with the file's name", async () => {
  using place = new Place();
  place.put("glovebox.config.json", JSON.stringify({ limits: { timeoutMs: 0 } }));
  expect(await place.glovebox(["config"])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^glovebox: glovebox\.config\.json: limits\.timeoutMs: must be/),
  });
  place.put("glovebox.config.json", JSON.stringify({ maxBodyByte: 1 }));
  expect(await place.glovebox(["config"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("did you mean maxBodyBytes?"),
  });
});

const OPEN_FILES = "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])";

test("[settings.order] run takes defaults from the environment and from a file that is named", async () => {
  using place = new Place();
  const env = { GLOVEBOX_LIMITS_OPEN_FILES: "77" };
  expect(await place.glovebox(["run", "-c", OPEN_FILES], { env })).toMatchObject({ code: 0, stdout: "77\n" });
  const file = place.put("named.json", JSON.stringify({ limits: { openFiles: 88 } }));
  expect(await place.glovebox(["run", "--config", file, "-c", OPEN_FILES])).toMatchObject({ code: 0, stdout: "88\n" });
});

test("[settings.folder] run does not take the settings that lie in the folder of a program", async () => {
  using place = new Place();
  place.put("glovebox.config.json", JSON.stringify({ limits: { openFiles: 88 }, cgroups: false }));
  place.put("program.py", OPEN_FILES);
  const { code, stdout } = await place.glovebox(["run", "program.py"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "1024\n" });
});
