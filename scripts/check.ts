// The one gate, the same here and in CI. `check.ts` runs everything, `check.ts static` what takes a minute, `check.ts tests` only the tests.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished, root, run, runNpmTool } from "./command.ts";
import { emitDeclarations } from "./declarations.ts";
import { dependencyErrors } from "./dependencies.ts";
import { pythonTools } from "./python-tools.ts";
import { runPytest, runVitest, sum, type Tally } from "./tests.ts";

/** Scripts that write a committed file, and with `--check` fail when it has drifted from its source. */
const generators: string[] = [
  "scripts/frames.ts",
  "scripts/node-kernel.ts",
  "scripts/portable-inside.ts",
  "scripts/portable-data.ts",
];

type Step = { name: string; run: () => Promise<Finished | Tally> };

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const [what = "everything", ...rest] = args;
  if (rest.length > 0 || !["everything", "static", "tests"].includes(what)) {
    console.error(`usage: check.ts [static|tests]; got ${JSON.stringify(args.join(" "))}`);
    return 2;
  }
  let made: Promise<string> | undefined;
  const python = () => (made ??= pythonTools());
  const steps = [...(what === "tests" ? [] : checks(python)), ...(what === "static" ? [] : tests(python))];
  return await runAll(steps);
}

function checks(python: () => Promise<string>): Step[] {
  return [
    { name: "biome", run: () => runNpmTool("biome", ["check", "--error-on-warnings"]) },
    { name: "tsc", run: () => runNpmTool("tsc", []) },
    { name: "declarations", run: checkDeclarations },
    { name: "dependencies", run: checkDependencies },
    ...generators.map((script) => ({
      name: script,
      run: () => run(process.execPath, [script, "--check"]),
    })),
    { name: "ruff lint", run: async () => ruff(await python(), "check") },
    { name: "ruff format", run: async () => ruff(await python(), "format", "--check") },
    {
      name: "pyright",
      run: async () => runNpmTool("pyright", ["--project", "sandbox", "--pythonpath", await python()]),
    },
  ];
}

function tests(python: () => Promise<string>): Step[] {
  return [
    { name: "vitest", run: runVitest },
    { name: "pytest", run: () => runPytest(python) },
  ];
}

/** The published package's declarations: they ask more of the types than the sources do. */
async function checkDeclarations(): Promise<Finished> {
  const folder = await mkdtemp(join(tmpdir(), "glovebox-declarations-"));
  try {
    await emitDeclarations("packages/core/src/glovebox.ts", join(folder, "types"));
    return { ok: true, code: null, output: "" };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function checkDependencies(): Promise<Finished> {
  const errors = await dependencyErrors(root);
  return { ok: errors.length === 0, code: null, output: errors.join("\n") };
}

function ruff(python: string, ...command: string[]): Promise<Finished> {
  const folders = ["sandbox", "examples", "scripts"];
  return run(python, ["-m", "ruff", ...command, "--config", "sandbox/pyproject.toml", ...folders]);
}

/** Runs every step, so that one run shows all that is wrong. Returns the exit code. */
async function runAll(steps: Step[]): Promise<number> {
  const tallies: Tally[] = [];
  const failed: string[] = [];
  for (const step of steps) {
    const ended = await runStep(step);
    if (!ended.ok) failed.push(step.name);
    if ("passed" in ended) tallies.push(ended);
  }
  const total = sum(tallies);
  if (tallies.length > 0 && total.passed + total.failed === 0) failed.push("no test was executed");
  if (failed.length > 0) console.log(`\nfailed: ${failed.join(", ")}`);
  if (total.skipped > 0) console.log(`${total.skipped} skipped`);
  if (tallies.length > 0) console.log(`${total.passed} passed, ${total.failed} failed`);
  return failed.length > 0 ? 1 : 0;
}

async function runStep(step: Step): Promise<Finished | Tally> {
  const started = performance.now();
  const ended = await step.run().catch((error: Error) => ({ ok: false, code: null, output: error.message }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${ended.ok ? "ok    " : "FAILED"} ${step.name.padEnd(20)}${seconds} s`);
  if (!ended.ok && "output" in ended) console.log(`${ended.output.trimEnd()}\n`);
  return ended;
}
