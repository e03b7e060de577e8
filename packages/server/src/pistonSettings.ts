import { z } from "zod";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

const amounts = {
  outputMaxSize: whole("bytes", 1, GiB),
  maxProcessCount: whole("processes", 1, 32_768),
  maxOpenFiles: whole("files", 16, 65_536),
  maxFileSize: whole("bytes", 1, 1024 * GiB),
  compileTimeout: whole("milliseconds", 1, 3_600_000),
  runTimeout: whole("milliseconds", 1, 3_600_000),
  compileCpuTime: whole("milliseconds", 1, 86_400_000),
  runCpuTime: whole("milliseconds", 1, 86_400_000),
  compileMemoryLimit: memory(),
  runMemoryLimit: memory(),
};

/** What Piston calls them. */
export const pistonNames = {
  outputMaxSize: "output_max_size",
  maxProcessCount: "max_process_count",
  maxOpenFiles: "max_open_files",
  maxFileSize: "max_file_size",
  compileTimeout: "compile_timeout",
  runTimeout: "run_timeout",
  compileCpuTime: "compile_cpu_time",
  runCpuTime: "run_cpu_time",
  compileMemoryLimit: "compile_memory_limit",
  runMemoryLimit: "run_memory_limit",
} as const satisfies Record<keyof typeof amounts, string>;
export type PistonLimitName = keyof typeof pistonNames;

const UNKNOWN_LIMIT = `has an unknown limit; known: ${Object.values(pistonNames).join(", ")}`;

/** In Piston's names. */
const Overrides = z.record(
  z.string(),
  z
    .strictObject(
      {
        output_max_size: amounts.outputMaxSize,
        max_process_count: amounts.maxProcessCount,
        max_open_files: amounts.maxOpenFiles,
        max_file_size: amounts.maxFileSize,
        compile_timeout: amounts.compileTimeout,
        run_timeout: amounts.runTimeout,
        compile_cpu_time: amounts.compileCpuTime,
        run_cpu_time: amounts.runCpuTime,
        compile_memory_limit: amounts.compileMemoryLimit,
        run_memory_limit: amounts.runMemoryLimit,
      },
      { error: ({ code }) => (code === "unrecognized_keys" ? UNKNOWN_LIMIT : undefined) },
    )
    .partial(),
  'must be an object of languages, such as {"java": {"run_timeout": 10000}}',
);

/** The settings of a Piston server, with its defaults where ours are no better. */
export const PistonSettings = z.strictObject({
  outputMaxSize: setting("outputMaxSize", MiB, "Bytes of stdout, and as many of stderr, of a job"),
  maxProcessCount: setting("maxProcessCount", 64, "Processes of a job at once"),
  maxOpenFiles: setting("maxOpenFiles", 2048, "Files that one process of a job may hold open"),
  maxFileSize: setting("maxFileSize", 10_000_000, "Size of one file of a job"),
  compileTimeout: setting("compileTimeout", 10_000, "Milliseconds that a compiler may take, and the most to ask for"),
  runTimeout: setting("runTimeout", 3_000, "Milliseconds that a program may take, and the most to ask for"),
  compileCpuTime: setting("compileCpuTime", 10_000, "Milliseconds of CPU time of a compiler, and the most to ask for"),
  runCpuTime: setting("runCpuTime", 3_000, "Milliseconds of CPU time of a program, and the most to ask for"),
  compileMemoryLimit: setting(
    "compileMemoryLimit",
    -1,
    "Bytes of memory of a compiler, and the most to ask for. -1: what it has elsewhere, and any to ask for",
  ),
  runMemoryLimit: setting(
    "runMemoryLimit",
    -1,
    "Bytes of memory of a program, and the most to ask for. -1: limits.memoryBytes, and any to ask for",
  ),
  limitOverrides: Overrides.default({}).meta({
    description: "Other values for single languages, as JSON in Piston's names. They win",
    variable: "PISTON_LIMIT_OVERRIDES",
  }),
  disableNetworking: z
    .literal(true, "must be true: programs have no network yet")
    .default(true)
    .meta({ description: "Only true yet: programs have no network", variable: "PISTON_DISABLE_NETWORKING" }),
});
export type PistonSettings = Readonly<z.output<typeof PistonSettings>>;

function setting(name: PistonLimitName, fallback: number, description: string) {
  const amount: z.ZodNumber = amounts[name];
  return amount.default(fallback).meta({ description, variable: `PISTON_${pistonNames[name].toUpperCase()}` });
}

function whole(unit: string, minimum: number, maximum: number) {
  const message = `must be a whole number of ${unit} from ${minimum} to ${maximum}`;
  return z.number(message).int(message).min(minimum, message).max(maximum, message);
}

function memory() {
  const message = `must be a whole number of bytes from ${16 * MiB} to ${1024 * GiB}, or -1`;
  return z
    .number(message)
    .refine((value) => value === -1 || (Number.isInteger(value) && value >= 16 * MiB && value <= 1024 * GiB), message);
}
