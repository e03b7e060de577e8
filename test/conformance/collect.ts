import { defaultLimits, type Limits, type Outcome } from "@glovebox/protocol";
import type { Engine, Program, SandboxEvent } from "../../packages/core/src/engines/engine.ts";
import type { Environment } from "../../packages/core/src/environments/environment.ts";
import type { HeldFile } from "../../packages/core/src/files/heldFile.ts";

/** A program for one engine, as little as a test needs to say. */
export type Asked = {
  readonly language: string;
  readonly code: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly held?: ReadonlyMap<string, HeldFile>;
  readonly stdin?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  readonly limits?: Partial<Limits>;
};

/** All that a run said, in order and put together. */
export type Collected = {
  readonly types: readonly SandboxEvent["type"][];
  readonly outcome: Outcome;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly artifacts: ReadonlyMap<string, Buffer>;
};

export type Listener = (event: SandboxEvent) => void;

export async function run(
  { engine, environment }: { engine: Engine; environment: Environment },
  {
    language,
    code,
    files = {},
    held = new Map(),
    stdin,
    args = [],
    env = {},
    workdir = "/workspace",
    limits = {},
  }: Asked,
  { signal, listener }: { signal?: AbortSignal; listener?: Listener } = {},
): Promise<Collected> {
  const spec = { language, environment, limits: { ...defaultLimits, ...limits } };
  await using sandbox = await engine.open(spec, signal);
  const laid = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)] as const);
  const program: Program = {
    main: "main.program",
    files: new Map([["main.program", Buffer.from(code)], ...laid]),
    held,
    args,
    env,
    stdin: stdin === undefined ? undefined : Buffer.from(stdin),
    workdir,
  };
  return await collect(sandbox.run(program, signal), listener);
}

async function collect(events: AsyncIterable<SandboxEvent>, listener: Listener = () => undefined): Promise<Collected> {
  const types: SandboxEvent["type"][] = [];
  const streams: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
  const artifacts = new Map<string, Buffer>();
  let outcome: Outcome | undefined;
  let current: { name: string; size: number; data: Buffer[] } | undefined;
  const finish = () => {
    if (current === undefined) return;
    const content = Buffer.concat(current.data);
    if (content.length !== current.size) throw new Error(`${current.name}: ${content.length} of ${current.size} bytes`);
    artifacts.set(current.name, content);
    current = undefined;
  };
  for await (const event of events) {
    listener(event);
    types.push(event.type);
    if (event.type === "stdout" || event.type === "stderr") streams[event.type].push(event.data);
    if (event.type !== "artifact_data") finish();
    if (event.type === "artifact") current = { name: event.name, size: event.size, data: [] };
    if (event.type === "artifact_data") current?.data.push(event.data);
    if (event.type === "ended") outcome = event.outcome;
  }
  if (outcome === undefined) throw new Error(`no ending among ${types.join(" ")}`);
  return { types, outcome, stdout: Buffer.concat(streams.stdout), stderr: Buffer.concat(streams.stderr), artifacts };
}
