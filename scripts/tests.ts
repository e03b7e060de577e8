import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished, root, run, runNpmTool } from "./command.ts";

/** How a test runner ended. `ok` is its own verdict; the counts come from its machine-readable report. */
export type Tally = Counts & { ok: boolean };
type Counts = { passed: number; failed: number; skipped: number };

export function runVitest(): Promise<Tally> {
  return withReport(async (report) => {
    const args = ["run", "--passWithNoTests", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    return tally(await runNpmTool("vitest", args, { stream: true }), await countVitest(report));
  });
}

/** `python` makes the environment that pytest lives in; when it cannot, that is a failure too. */
export function runPytest(python: () => Promise<string>): Promise<Tally> {
  return withReport(async (report) => {
    const interpreter = await python().catch((error: Error) => console.error(error.message));
    if (interpreter === undefined) return { ok: false, passed: 0, failed: 1, skipped: 0 };
    const args = ["-m", "pytest", "-q", `--junitxml=${report}`];
    const finished = await run(interpreter, args, { cwd: join(root, "sandbox"), stream: true });
    return tally({ ...finished, ok: finished.ok || finished.code === noTestsCollected }, await countPytest(report));
  });
}

const noTestsCollected = 5;

export function sum(tallies: Tally[]): Tally {
  const add = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    ok: tallies.every((tally) => tally.ok),
    passed: add((tally) => tally.passed),
    failed: add((tally) => tally.failed),
    skipped: add((tally) => tally.skipped),
  };
}

async function withReport(use: (report: string) => Promise<Tally>): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "glovebox-tests-"));
  try {
    return await use(join(folder, "report"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A runner that failed outside any test (a crash, an unhandled rejection) still counts as one failure. */
function tally(finished: Finished, counts: Counts): Tally {
  const ok = finished.ok && counts.failed === 0;
  return { ...counts, ok, failed: ok ? 0 : Math.max(1, counts.failed) };
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

async function countVitest(path: string): Promise<Counts> {
  const text = await readReport(path);
  if (text === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const report: VitestReport = JSON.parse(text);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function countPytest(path: string): Promise<Counts> {
  const suite = /<testsuite [^>]*>/.exec((await readReport(path)) ?? "")?.[0] ?? "";
  const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count("failures") + count("errors");
  return { passed: count("tests") - failed - count("skipped"), failed, skipped: count("skipped") };
}

/** A runner that crashed leaves no report; its exit code tells the rest. */
async function readReport(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
