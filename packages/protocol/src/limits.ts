import { z } from "zod";

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** A whole number within bounds. 0 never means unlimited: it is refused like any other number below the minimum. */
function amount(unit: string, minimum: number, maximum: number, description: string) {
  return z
    .number(`must be a number of ${unit}`)
    .refine((value) => Number.isInteger(value) && value >= minimum && value <= maximum, {
      message: `must be a whole number of ${unit} from ${minimum} to ${maximum}; 0 does not mean unlimited`,
    })
    .describe(`${description} From ${minimum} to ${maximum} ${unit}.`);
}

/** What one execution may use. Times in milliseconds, sizes in bytes. Each has a default; none can be switched off. */
export const Limits = z.strictObject({
  timeoutMs: amount("milliseconds", 1, 3_600_000, "Wall-clock time, from the moment the code starts. Default 30 s."),
  cpuMs: amount("milliseconds", 1, 86_400_000, "CPU time of all processes together. Default: what timeoutMs allows."),
  memoryBytes: amount(
    "bytes",
    16 * MiB,
    1024 * GiB,
    "Memory of all processes and of the files in the sandbox. Default 512 MiB.",
  ),
  processes: amount("processes", 1, 32_768, "Processes and threads alive at once. Default 128."),
  outputBytes: amount("bytes", 1, GiB, "Bytes of stdout, and as many of stderr. Default 1 MiB each."),
  fileBytes: amount("bytes", 1, 1024 * GiB, "Size of one file. Default 64 MiB."),
  openFiles: amount("files", 16, 65_536, "Files that one process may hold open. Default 1,024."),
  workspaceBytes: amount("bytes", MiB, 1024 * GiB, "Size of each writable place in the sandbox. Default 256 MiB."),
});
export type Limits = z.infer<typeof Limits>;

/** What a compiler may use, where the request does not say. */
export const defaultCompileLimits: Limits = Object.freeze({
  timeoutMs: 60_000,
  cpuMs: 86_400_000,
  memoryBytes: 2 * GiB,
  processes: 512,
  outputBytes: MiB,
  fileBytes: GiB,
  openFiles: 4096,
  workspaceBytes: GiB,
});

export const defaultLimits: Limits = Object.freeze({
  timeoutMs: 30_000,
  cpuMs: 86_400_000,
  memoryBytes: 512 * MiB,
  processes: 128,
  outputBytes: MiB,
  fileBytes: 64 * MiB,
  openFiles: 1024,
  workspaceBytes: 256 * MiB,
});
