import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bareOutcome, GloveboxError, type Limits, type Outcome, workspaceNames } from "@glovebox/protocol";
import type { Gate } from "../async/gate.ts";
import type { Program, Sandbox } from "../engines/engine.ts";
import type { Equipped } from "../engines/engines.ts";
import { sandboxSources } from "../engines/sources.ts";
import { BASE } from "../environments/environment.ts";
import type { PreparedRequest } from "../executions/request.ts";
import { HIDDEN_WAYS, type Rules, rules, SMUGGLED, type Strictness } from "./rules.ts";
import { Answer, describeViolations, MOST_VIOLATIONS, type Violation } from "./violations.ts";

const MiB = 1024 * 1024;
const TIMEOUT_MS = 60_000;
/** A syntax tree takes some hundred times the memory of its text. */
const MOST_SOURCE_BYTES = 4 * MiB;
const MOST_SOURCES_BYTES = 16 * MiB;
const MEMORY_PER_BYTE = 512;
const BARE_MEMORY_BYTES = 64 * MiB;
/** Where a program may write by name. */
const WRITABLE = [...workspaceNames, "/tmp", "/home/user", "/dev/null", "/dev/shm", "/dev/stdout", "/dev/stderr"];
/** What Python would import, or take as an import's path, without a source that can be read. */
const COMPILED = /\.(pyc|pyo|so|pyd|pth)$/i;

/**
 * Holds every Python source of the request against the policy that it names, and answers how the execution ends where
 * the policy does not allow it. The syntax trees are read in a sandbox of the engine, by the Python that the program
 * itself would have. Throws a GloveboxError where there is no answer: what could not be checked never runs.
 */
export async function checkPolicy(
  prepared: PreparedRequest,
  equipped: Equipped,
  gate: Gate,
  signal?: AbortSignal,
): Promise<Outcome | undefined> {
  const { policy } = prepared.request;
  if (policy === "off") return undefined;
  const sources = sourcesOf(prepared);
  const unreadable = [...tooLarge(sources), ...compiled(prepared)];
  if (unreadable.length > 0) return rejected(policy, unreadable, unreadable.length, prepared);
  using _place = await gate.enter(signal);
  const { output, outcome } = await runChecker(prepared, policy, sources, equipped, signal);
  signal?.throwIfAborted();
  const { violations, total } = readAnswer(output, outcome);
  const names = [...sources.keys()];
  const found = violations.map(({ source, ...rest }) => ({ ...rest, file: names[source] ?? "" }));
  return total === 0 ? undefined : rejected(policy, found, total, prepared);
}

function rejected(policy: Strictness, found: readonly Violation[], total: number, { files }: PreparedRequest): Outcome {
  const message = describeViolations(policy, rules[policy], found, total, files);
  return bareOutcome("rejected", { name: "PolicyViolation", message });
}

/** The main file is Python whatever it is called. */
function sourcesOf({ files, main }: PreparedRequest): ReadonlyMap<string, Uint8Array> {
  return new Map([...files].filter(([name]) => name === main || /\.pyw?$/i.test(name)));
}

function tooLarge(sources: ReadonlyMap<string, Uint8Array>): Violation[] {
  const large = [...sources].find(([, { length }]) => length > MOST_SOURCE_BYTES);
  const unreadable = { line: 1, rule: "unreadable" } as const;
  if (large !== undefined) return [{ ...unreadable, file: large[0], name: `a source of more than 4 MiB` }];
  const [first] = sources.keys();
  const total = [...sources.values()].reduce((sum, { length }) => sum + length, 0);
  if (first === undefined || total <= MOST_SOURCES_BYTES) return [];
  return [{ ...unreadable, file: first, name: "more than 16 MiB of sources together" }];
}

/** What is only held is too large to have been read, and nothing that is not read is allowed. */
function compiled({ files, held }: PreparedRequest): Violation[] {
  const unreadable = { line: 1, rule: "unreadable" } as const;
  const large = [...held.keys()].filter((name) => /\.pyw?$/i.test(name));
  return [
    ...[...files.keys(), ...held.keys()]
      .filter((name) => COMPILED.test(name))
      .map((file) => ({ ...unreadable, file, name: "a compiled module" })),
    ...large.map((file) => ({ ...unreadable, file, name: "a large source that is given by its id" })),
  ];
}

async function runChecker(
  prepared: PreparedRequest,
  policy: Strictness,
  sources: ReadonlyMap<string, Uint8Array>,
  { engine, environments }: Equipped,
  signal?: AbortSignal,
): Promise<{ output: string; outcome: Outcome | undefined }> {
  const { language, version } = prepared;
  const limits = checkerLimits(prepared.limits, [...sources.values()]);
  const environment = await environments.find(BASE, version);
  if (environment === undefined) throw unanswered("there is no Python to read it with");
  const program = checkerProgram(prepared, rules[policy], sources);
  const spec = { language: language.id, version, environment, limits };
  await using sandbox = await engine.open(spec, signal);
  return await collect(sandbox, program, signal);
}

async function collect(sandbox: Sandbox, program: Program, signal?: AbortSignal) {
  const output: Buffer[] = [];
  let outcome: Outcome | undefined;
  for await (const event of sandbox.run(program, signal)) {
    if (event.type === "stdout") output.push(event.data);
    if (event.type === "ended") outcome = event.outcome;
  }
  return { output: Buffer.concat(output).toString("utf8"), outcome };
}

function checkerProgram(
  { files, request }: PreparedRequest,
  { modules, names, allowed }: Rules,
  sources: ReadonlyMap<string, Uint8Array>,
): Program {
  const orders = {
    sources: sources.size,
    most: MOST_VIOLATIONS,
    modules: [...modules.keys()],
    names: [...names.keys()],
    allowed,
    attributes: HIDDEN_WAYS,
    smuggled: SMUGGLED,
    local: [...new Set([...files.keys()].map((name) => (name.split("/")[0] ?? "").replace(/\.py$/, "")))],
    workdir: request.workdir,
    writable: WRITABLE,
  };
  const laid = [...sources.values()].map((content, number) => [`sources/${number}`, content] as const);
  return {
    main: "policy.py",
    files: new Map([
      ["policy.py", readFileSync(join(sandboxSources(), "glovebox_sandbox/policy.py"))],
      ["rules.json", Buffer.from(JSON.stringify(orders))],
      ...laid,
    ]),
    args: [],
    env: {},
    stdin: undefined,
    workdir: "/workspace",
    held: new Map(),
  };
}

/** Those of the program, because sandboxes with its limits may be armed; never less than the check needs. */
function checkerLimits(limits: Limits, sources: readonly Uint8Array[]): Limits {
  const largest = Math.max(...sources.map(({ length }) => length));
  const total = sources.reduce((sum, { length }) => sum + length, 0);
  return {
    ...limits,
    timeoutMs: TIMEOUT_MS,
    cpuMs: TIMEOUT_MS,
    memoryBytes: Math.max(limits.memoryBytes, BARE_MEMORY_BYTES + total + largest * MEMORY_PER_BYTE),
    processes: Math.max(limits.processes, 8),
    outputBytes: Math.max(limits.outputBytes, MiB),
    fileBytes: Math.max(limits.fileBytes, largest, MiB),
    openFiles: Math.max(limits.openFiles, 64),
    workspaceBytes: Math.max(limits.workspaceBytes, MiB + 2 * total),
  };
}

function readAnswer(output: string, outcome: Outcome | undefined) {
  if (outcome?.status !== "succeeded") throw unanswered(`the check ended as ${outcome?.status ?? "nothing"}`);
  try {
    return Answer.parse(JSON.parse(output));
  } catch (cause) {
    throw unanswered("the check's answer is none", cause);
  }
}

function unanswered(why: string, cause?: unknown): GloveboxError {
  return new GloveboxError("sandbox_failed", `the policy could not be checked, so nothing was run: ${why}`, {
    advice: "send the program again, or a smaller one; or leave policy out",
    cause,
  });
}
