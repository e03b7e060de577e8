import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import type { Python } from "./environment.ts";
import { type InstallerCommand, runInstaller } from "./installerProcess.ts";

/** What an installer may use while it works. All of it is inside the staging, and goes with it. */
export type Workplace = {
  /** Absolute path of an existing directory. */
  directory: string;
  env: NodeJS.ProcessEnv;
};

/** Makes the command that installs exactly what the lock file says, from wheels, into the target. */
export type Installer = (lockFile: string, target: string) => InstallerCommand;

/** uv where it is on PATH, else the interpreter's own pip, else a pip that the interpreter can unpack. */
export async function chooseInstaller(python: Python, place: Workplace, signal: AbortSignal): Promise<Installer> {
  const works = async (command: string, args: string[]) =>
    (await runInstaller({ command, args, cwd: place.directory, env: place.env }, signal)).succeeded;

  if (await works("uv", ["--version"])) return uv(python, place);
  if (await works(python.executable, ["-I", "-m", "pip", "--version"])) return pip(python.executable, place);
  const venv = join(place.directory, "venv");
  if (await works(python.executable, ["-I", "-m", "venv", venv])) return pip(join(venv, "bin", "python"), place);
  throw noInstaller(python);
}

/** --no-deps: a lock is complete, so there is nothing to resolve. */
const EXACTLY = ["--require-hashes", "--only-binary", ":all:", "--no-deps"];

function uv(python: Python, { directory, env }: Workplace): Installer {
  const options = ["--python", python.executable, "--link-mode", "hardlink", "--color", "never"];
  return (lockFile, target) => ({
    command: "uv",
    args: ["pip", "install", ...options, ...EXACTLY, "--target", target, "--requirement", lockFile],
    cwd: directory,
    env,
  });
}

function pip(executable: string, { directory, env }: Workplace): Installer {
  const options = ["--no-compile", "--progress-bar", "off", "--no-color"];
  return (lockFile, target) => ({
    command: executable,
    args: ["-I", "-m", "pip", "install", ...options, ...EXACTLY, "--target", target, "--requirement", lockFile],
    cwd: directory,
    env,
  });
}

/** Compiles ahead, because an environment is mounted read-only. The finished path goes into tracebacks. */
export function compileCommand(python: Python, place: Workplace, target: string, final: string): InstallerCommand {
  const options = ["-q", "-j", "0", "--invalidation-mode", "unchecked-hash", "-s", target, "-p", final];
  return {
    command: python.executable,
    args: ["-I", "-m", "compileall", ...options, target],
    cwd: place.directory,
    env: place.env,
  };
}

function noInstaller(python: Python): GloveboxError {
  return new GloveboxError("environment_failed", `neither uv nor a pip for ${python.executable} is on this machine`, {
    advice: "install uv, or pip for this Python (Debian and Ubuntu: apt install python3-pip)",
  });
}
