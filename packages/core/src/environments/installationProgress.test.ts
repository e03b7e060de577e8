import { expect, test } from "vitest";
import type { InstallProgress } from "./environment.ts";
import { InstallationProgress } from "./installationProgress.ts";

/** Two versions of numpy, for two ranges of Pythons. */
const LOCKED = new Map([
  ["colorama", 1],
  ["numpy", 2],
  ["scipy", 1],
  ["six", 1],
]);

function progressOf(
  lines: readonly string[],
  locked: ReadonlyMap<string, number>,
  installed: number,
): InstallProgress[] {
  const steps: InstallProgress[] = [];
  const progress = new InstallationProgress("installing", locked, (step) => steps.push(step));
  progress.start();
  for (const line of lines) progress.line(line);
  progress.say("compiling");
  progress.finish(installed);
  return steps;
}

test.each([
  [
    "uv",
    [
      "Using CPython 3.11.7 interpreter at: /usr/bin/python3.11",
      "Resolved 3 packages in 173ms",
      "Downloading scipy (33.7MiB)",
      "Downloading numpy (16.1MiB)",
      " Downloaded numpy",
      " Downloaded scipy",
      "Prepared 3 packages in 618ms",
      "Installed 3 packages in 13ms",
      " + numpy==2.4.6",
    ],
  ],
  [
    "pip",
    [
      "Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment",
      "Ignoring numpy: markers 'python_full_version < \"3.11\"' don't match your environment",
      "Collecting numpy==2.4.6 (from -r requirements.lock (line 1))",
      "  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.1 MB)",
      "Collecting scipy==1.17.1 (from -r requirements.lock (line 9))",
      "Collecting six==1.17.0",
      "Installing collected packages: six, numpy, scipy",
      "Successfully installed numpy-2.4.6 scipy-1.17.1 six-1.17.0",
    ],
  ],
])("progress read from %s grows, names what is downloaded, and ends at its total", (_installer, lines) => {
  const steps = progressOf(lines, LOCKED, 3);
  const done = steps.map((step) => step.done);
  expect(done).toEqual(done.toSorted((one, other) => one - other));
  expect(steps.map((step) => step.detail)).toContain("downloading numpy");
  expect(steps.at(0)).toMatchObject({ done: 0, total: 4 });
  expect(steps.at(-2)).toEqual({ task: "installing", done: 2, total: 3, detail: "compiling" });
  expect(steps.at(-1)).toEqual({ task: "installing", done: 3, total: 3 });
});
