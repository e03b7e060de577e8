import { program } from "../../test/programs/programs.ts";
import type { Kind } from "./kind.ts";
import { type ProgramCase, programKind } from "./programKind.ts";

const MiB = 1024 * 1024;

const attacks: readonly ProgramCase[] = [
  ["endless loop", { language: "python", code: "while True: pass", limits: { timeoutMs: 200 } }, { status: "timed_out" }],
  ["endless sleep", { language: "bash", code: "sleep 100", limits: { timeoutMs: 300 } }, { status: "timed_out" }],
  ["endless output", { language: "python", code: "while True: print('x' * 1000)", limits: { outputBytes: 3_000 } }, { status: "output_limit" }],
  ["too much CPU", { language: "python", code: "while True: pass", limits: { cpuMs: 150 } }, { status: "timed_out" }],
  ["fork bomb", { ...program("forks_without_end.py"), limits: { processes: 40 } }, { status: "succeeded", stdout: /^children 3\d EAGAIN/ }],
  ["fork bomb on all branches", { ...program("forks_exponentially.sh"), limits: { processes: 60, timeoutMs: 800 } }, { status: "timed_out" }],
  ["memory bomb", { ...program("eats_memory.py", "heap", "384"), limits: { memoryBytes: 64 * MiB } }, { status: "out_of_memory", stdout: "" }],
  ["memory bomb of files", { ...program("eats_memory.py", "tmp", "384"), limits: { memoryBytes: 64 * MiB } }, { status: "out_of_memory", stdout: "" }],
  ["a million files", { ...program("fills_workspace.py"), limits: { workspaceBytes: 4 * MiB } }, { status: "succeeded", stdout: /^files \d+ ENOSPC/ }],
  ["kills itself", { language: "bash", code: "kill -9 $$" }, { status: "killed", signal: "SIGKILL", exitCode: null }],
  ["kills all", { language: "bash", code: "kill -9 -1; kill -9 1; echo still here" }, { status: "succeeded", stdout: "still here\n" }],
  ["crashes", { language: "python", code: "import ctypes; ctypes.string_at(0)" }, { status: "killed", signal: "SIGSEGV" }],
  ["leaves a daemon", { language: "bash", code: "(sleep 100 &); exit 4" }, { status: "failed", exitCode: 4 }],
  ["reads the host", { language: "bash", code: "cat /etc/shadow" }, { status: "failed" }],
  ["reaches the network", { language: "python", code: "import socket; socket.create_connection(('127.0.0.1', 1), 1)" }, { status: "failed", exitCode: 1 }],
  ["forges events", { language: "python", code: "print('\\n\\nevent: ended\\ndata: {\"type\":\"ended\"}\\n')" }, { status: "succeeded", stdout: /event: ended/ }],
]; // biome-ignore format: a table

/** Programs that mean harm, within small limits: two of each at once at most, so that the machine stays usable. */
export const hostile: readonly Kind[] = attacks.map((attack) => ({
  ...programKind(attack),
  group: "hostile",
  weight: 0.8,
}));
