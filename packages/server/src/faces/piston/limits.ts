import type { Limits } from "@glovebox/protocol";
import { type PistonLimitName, type PistonSettings, pistonNames } from "../../pistonSettings.ts";
import { badJob } from "./badJob.ts";

/** The least that a sandbox can be given; a job that asks for less gets this much. */
const LEAST_MEMORY_BYTES = 16 * 1024 ** 2;
const MOST_MEMORY_BYTES = 1024 ** 4;
/** In the order in which Piston looks at them. */
const CONSTRAINTS = ["memory_limit", "timeout", "cpu_time"] as const;
const STAGES = ["compile", "run"] as const;

type Constraint = (typeof CONSTRAINTS)[number];
type Stage = (typeof STAGES)[number];

export type JobLimits = { readonly limits: Partial<Limits>; readonly compileLimits: Partial<Limits> };

/** What a job in this language may use: what it asks for, within what is configured. */
export function jobLimits(
  body: Readonly<Record<string, unknown>>,
  settings: PistonSettings,
  language: string,
): JobLimits {
  const configured = (name: PistonLimitName) =>
    settings.limitOverrides[language]?.[pistonNames[name]] ?? settings[name];
  const asked = new Map<string, number>();
  for (const constraint of CONSTRAINTS) {
    for (const stage of STAGES) {
      const most = configured(limitName(stage, constraint));
      asked.set(`${stage}_${constraint}`, readLimit(body, stage, constraint, most) ?? most);
    }
  }
  const stageLimits = (stage: Stage) => ({
    timeoutMs: Math.ceil(asked.get(`${stage}_timeout`) ?? 0),
    cpuMs: Math.ceil(asked.get(`${stage}_cpu_time`) ?? 0),
    ...memoryOf(asked.get(`${stage}_memory_limit`) ?? -1),
    outputBytes: configured("outputMaxSize"),
  });
  return {
    limits: {
      ...stageLimits("run"),
      processes: configured("maxProcessCount"),
      openFiles: configured("maxOpenFiles"),
      fileBytes: configured("maxFileSize"),
    },
    compileLimits: stageLimits("compile"),
  };
}

/** undefined where the configured limit is meant. Below 0 there is none configured. */
function readLimit(
  body: Readonly<Record<string, unknown>>,
  stage: Stage,
  constraint: Constraint,
  configured: number,
): number | undefined {
  const name = `${stage}_${constraint}`;
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number") throw badJob(`If specified, ${name} must be a number`, name);
  const isMemory = constraint === "memory_limit";
  if (isMemory && (value === -1 || (value < 0 && configured < 0))) return undefined;
  const most = configured < 0 ? MOST_MEMORY_BYTES : configured;
  if (value > most) throw badJob(`${name} cannot exceed the configured limit of ${most}`, name);
  if (value < 0) throw badJob(`${name} must be non-negative`, name);
  if (value === 0)
    throw badJob(`${name} must not be 0, which means no limit elsewhere; leave it out for ${shown(configured)}`, name);
  return value;
}

function shown(configured: number): string {
  return configured < 0 ? "the usual limit" : `the configured limit of ${configured}`;
}

/** Without a number of its own it has as much as any other program. */
function memoryOf(bytes: number): Partial<Limits> {
  return bytes < 0 ? {} : { memoryBytes: Math.max(LEAST_MEMORY_BYTES, Math.ceil(bytes)) };
}

function limitName(stage: Stage, constraint: Constraint): PistonLimitName {
  const names = {
    memory_limit: { compile: "compileMemoryLimit", run: "runMemoryLimit" },
    timeout: { compile: "compileTimeout", run: "runTimeout" },
    cpu_time: { compile: "compileCpuTime", run: "runCpuTime" },
  } as const;
  return names[constraint][stage];
}
