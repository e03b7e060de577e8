import { GloveboxError } from "@glovebox/protocol";
import type { Sandbox } from "./engine.ts";

const PROGRAM = {
  held: new Map(),
  main: "probe.py",
  files: new Map([["probe.py", Buffer.from("print(6 * 7)")]]),
  args: [],
  env: {},
  stdin: undefined,
  workdir: "/workspace",
};

/** Runs a trivial program in the sandbox, and throws unless it said what it had to. */
export async function runProbe(sandbox: Sandbox): Promise<void> {
  let said = "";
  let status = "none";
  for await (const event of sandbox.run(PROGRAM)) {
    if (event.type === "stdout" || event.type === "stderr") said += event.data.toString("utf8");
    if (event.type === "ended") status = event.outcome.status;
  }
  if (status === "succeeded" && said === "42\n") return;
  const words = JSON.stringify(said.slice(0, 200));
  throw new GloveboxError("sandbox_failed", `a program that prints 42 ended as ${status} and said ${words}`);
}
