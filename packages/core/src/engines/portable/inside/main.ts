/**
 * The inside of the portable engine: what runs in a Deno child, before and around the user's program.
 *
 * Theory of operation. The wall is Deno's permissions and the process itself; nothing in this folder is. The child is
 * started with the right to read the engine's own files, loads the language, and gives that right up (doors.ts)
 * before any user code runs: before it says that it is ready, or where a program may import packages, once those are
 * loaded. What is done here to shape what a program sees (a workspace, streams, names taken
 * away) is for honest programs; a hostile one may undo all of it, and finds the same closed doors.
 */
import "./identity.ts";
import type { Boot } from "../orders.ts";
import { closeDoors } from "./doors.ts";
import { Host } from "./host.ts";
import { JavaScript } from "./javascript.ts";
import { serveCells } from "./live.ts";
import { makeSnapshot, Python } from "./python.ts";

const host = new Host();

try {
  const boot = host.expect("boot") as Boot;
  if (boot.kind === "snapshot") await snapshot(boot);
  else await serve(boot);
} catch (error) {
  host.sendJson("broken", { message: error instanceof Error ? error.message : String(error) });
  Deno.exit(1);
}

async function serve(boot: Boot): Promise<void> {
  const language = boot.kind === "python" ? await Python.prepare(host, boot) : await JavaScript.prepare(host, boot);
  if (boot.ahead) collectGarbage();
  Reflect.deleteProperty(globalThis, "gc");
  if (!language.needsPackages) closeDoors(boot.readable);
  host.sendJson("ready", { version: language.version, packageUrl: "" });
  const program = host.order();
  if ("live" in program) {
    const cells = await language.live(program.live);
    closeDoors(boot.readable);
    return serveCells(host, cells, program.live);
  }
  await language.lay(program);
  closeDoors(boot.readable);
  host.sendJson("started", { at: performance.timeOrigin + performance.now() });
  await language.run(program);
}

/** What starting left behind, such as the image, is let go now and not while a program runs. */
function collectGarbage(): void {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
}

async function snapshot(boot: Boot): Promise<void> {
  const { image, version, packageUrl } = await makeSnapshot(boot);
  host.sendJson("ready", { version, packageUrl });
  host.sendData(image);
  host.sendJson("ended", { exitCode: 0, signal: null, notes: [] });
}
