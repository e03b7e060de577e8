import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND, ending, Place } from "./command.fixture.ts";
import { Served } from "./server.fixture.ts";

const LAUNCHED = join(import.meta.dirname, "../../packages/cli/bin/launched.js");

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  const left = place.leftOvers();
  place[Symbol.dispose]();
  expect(left).toEqual([]);
});

/** As the launcher of an older Node starts it, with this process in the launcher's place. */
function launch(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [LAUNCHED, ...args], {
    cwd: place.folder,
    env: { ...process.env, TMPDIR: join(place.folder, ".temporary") },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

test("[survival.server] a server whose launcher is killed ends at once, and the next one has its data directory", async () => {
  const command = ["serve", "--port", "0", "--data-dir", "kept", "--engine", "portable", "--armed", "0"];
  const child = launch(command);
  const exited = once(child, "exit");
  const [text] = await once(child.stderr ?? child, "data");
  expect(String(text)).toContain("Glovebox listens on");
  child.disconnect(); // what a killed launcher's end of the channel does
  expect(await exited).toEqual([null, "SIGKILL"]);
  await using next = await Served.start(place, [process.execPath, COMMAND, ...command]);
  next.signal("SIGTERM");
  expect(await next.ended).toMatchObject({ code: 0 });
});

test("a launched command that has ended does not wait for its launcher", async () => {
  expect(await ending(launch(["--version"]))).toMatchObject({ code: 0, stderr: "" });
});

test("[cli.compiled] what Node makes of the sources is kept where only this user writes; where it cannot be kept, the command works", async () => {
  const cache = join(place.folder, "cache");
  for (const XDG_CACHE_HOME of [cache, cache, "/dev/null/cache"])
    expect(await place.glovebox(["--version"], { env: { XDG_CACHE_HOME } })).toMatchObject({ code: 0, stderr: "" });
  const [kept = ""] = readdirSync(join(cache, "glovebox/node"));
  expect(readdirSync(join(cache, "glovebox/node", kept)).length).toBeGreaterThan(50);
  expect(statSync(join(cache, "glovebox/node")).mode & 0o777).toBe(0o700);
});
