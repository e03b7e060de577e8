import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultLimits } from "@glovebox/protocol";
import { makeRunFolder } from "../../packages/core/src/engines/native/runFolder.ts";
import { shapeOf } from "../../packages/core/src/engines/native/shape.ts";
import { openShelf } from "../../packages/core/src/engines/native/shelf.ts";
import type { Toolchain } from "../../packages/core/src/engines/native/toolchains/toolchain.ts";
import {
  GLOVEBOX_PLACE,
  insideSandbox,
  interpreterVariables,
  isSystem,
  PYTHON_PLACE,
} from "../../packages/core/src/engines/native/variables.ts";
import { Warden } from "../../packages/core/src/engines/native/warden.ts";
import { sandboxSources } from "../../packages/core/src/engines/sources.ts";

const ENDLESS = 86_400_000;

/** A text that is replaced in one of the Python sources. A text that is not there is an error: the sources have changed. */
export type Patch = readonly [file: string, before: string, after: string];

/** The steps of the wall as they are made, told by those who make them. */
export const recording: readonly Patch[] = [
  ["worker.py", '    _tell("ready"', `    ${saving("worker")}\n    _tell("ready"`],
  ["init.py", "        Service(connection", `        ${saving("init")}\n        Service(connection`],
  [
    "outer.py",
    '        "hostFolder": folders["host"],',
    '        "hostFolder": folders["host"], "steps": syscalls._steps,',
  ],
];

/** From its start on, each step whose name matches fails in the processes that run the file. */
export function failing(file: "outer.py" | "warden.py", step: string): readonly Patch[] {
  const anchor = file === "outer.py" ? "CONTROL = 3\n" : "_CONTROL = 3\n";
  return [
    [
      "syscalls.py",
      "    if step in _fault:",
      "    import re\n    if any(re.fullmatch(fault, step) for fault in _fault):",
    ],
    [file, anchor, `${anchor}syscalls.inject_fault(${JSON.stringify(step)})\n`],
  ];
}

function saving(who: string): string {
  return `with open("/workspace/steps-${who}", "w") as file: file.write("\\n".join(__import__("glovebox_sandbox.syscalls", fromlist=["_"])._steps))`;
}

export type WallUnderTest = AsyncDisposable & {
  readonly warden: Warden;
  arm(fault?: string): ReturnType<Warden["arm"]>;
};

/** A warden that runs a patched copy of the Python sources, with one interpreter and no environment. */
export async function raiseWall(python: Toolchain, patches: readonly Patch[] = []): Promise<WallUnderTest> {
  const copy = mkdtempSync("/tmp/gloveboxtest-wall-");
  chmodSync(copy, 0o755);
  const removeCopy = () => rmSync(copy, { recursive: true, force: true });
  try {
    cpSync(join(sandboxSources(), "glovebox_sandbox"), join(copy, "glovebox_sandbox"), { recursive: true });
    for (const [file, before, after] of patches) patch(join(copy, "glovebox_sandbox", file), before, after);
    const warden = await Warden.start(options(python, copy));
    return {
      warden,
      arm: (fault) => warden.arm(shapeOf(defaultLimits, false), defaultLimits, { fault }),
      [Symbol.asyncDispose]: async () => {
        await warden[Symbol.asyncDispose]();
        removeCopy();
      },
    };
  } catch (error) {
    removeCopy();
    throw error;
  }
}

function patch(path: string, before: string, after: string): void {
  const text = readFileSync(path, "utf8");
  if (!text.includes(before)) throw new Error(`${path} has no ${JSON.stringify(before)} any more: adapt this test`);
  writeFileSync(
    path,
    text.replace(before, () => after),
  );
}

function options(python: Toolchain, sources: string): Parameters<typeof Warden.start>[0] {
  const runFolder = makeRunFolder();
  const variables = { ...interpreterVariables(python), LANG: "C.UTF-8", PATH: "/usr/bin:/bin" };
  return {
    name: "faults",
    launcher: python.executable,
    script: join(sources, "glovebox_sandbox/outer.py"),
    orders: {
      shelf: openShelf(join(runFolder.path, "shelf"), runFolder.path),
      toolchains: [
        { source: sources, target: GLOVEBOX_PLACE },
        ...(isSystem(python) ? [] : [{ source: python.prefix, target: PYTHON_PLACE }]),
      ],
      python: insideSandbox(python),
      environment: false,
      preload: [],
      warmUp: "",
      variables: { ...variables, HOME: "/tmp" },
      programVariables: variables,
    },
    runFolder,
    cgroups: undefined,
    runtime: { language: "python", version: python.version, aliases: [] },
    uidBase: 0x7000_0000,
  };
}

/** What a program in the sandbox prints and leaves. The sandbox is gone afterwards. */
export async function runIn(
  sandbox: Awaited<ReturnType<Warden["arm"]>>,
  code: string,
): Promise<{ stdout: string; artifacts: Record<string, string> }> {
  const program = {
    main: "main.py",
    held: new Map(),
    files: new Map([["main.py", Buffer.from(code)]]),
    args: [],
    env: {},
    stdin: undefined,
    workdir: "/workspace",
  };
  const plan = {
    limits: { ...defaultLimits, cpuMs: ENDLESS },
    variables: {},
    command: null,
    cpuMs: null,
    artifacts: true,
  };
  let stdout = "";
  let current = "";
  const artifacts: Record<string, string> = {};
  for await (const event of sandbox.run(program, plan)) {
    if (event.type === "stdout") stdout += event.data.toString();
    if (event.type === "artifact") current = event.name;
    if (event.type === "artifact_data") artifacts[current] = (artifacts[current] ?? "") + event.data.toString();
  }
  await sandbox[Symbol.asyncDispose]();
  return { stdout, artifacts };
}
