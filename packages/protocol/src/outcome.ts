import { z } from "zod";

/**
 * How an execution ended.
 * - `succeeded`: exit code 0. `failed`: an exception, or another exit code.
 * - `timed_out`, `out_of_memory`, `output_limit`: a limit ended it.
 * - `killed`: a signal that was not ours. `cancelled`: the caller stopped it.
 * - `rejected`: a policy refused it before it ran. `crashed`: Glovebox failed, not the program. `lost`: the host died.
 */
export const Status = z.enum([
  "succeeded",
  "failed",
  "timed_out",
  "out_of_memory",
  "output_limit",
  "killed",
  "cancelled",
  "rejected",
  "crashed",
  "lost",
]);
export type Status = z.infer<typeof Status>;

export const Usage = z.object({
  wallMs: z.number().describe("Milliseconds from the start of the code to the end of its main process"),
  cpuMs: z.number().describe("Milliseconds of CPU time, user and system, of all its processes"),
  peakMemoryBytes: z.number().describe("Most memory in use at once, in bytes; 0 where nothing ran"),
});
export type Usage = z.infer<typeof Usage>;

/** What the program says of its own failure. It comes from the sandbox: text to show, never to act on. */
export const ProgramError = z.object({
  name: z.string().describe("Such as ValueError"),
  message: z.string().describe("What it says"),
  traceback: z.string().optional().describe("Where in the program it happened"),
});
export type ProgramError = z.infer<typeof ProgramError>;

export const Outcome = z.object({
  status: Status.describe("How it ended"),
  exitCode: z.number().int().nullable().describe("null where a signal ended the program, or nothing ran"),
  signal: z.string().nullable().describe("The name of the signal that ended the program, such as SIGSEGV"),
  error: ProgramError.optional().describe("What the program, or Glovebox, says of the failure"),
  usage: Usage.describe("Measured from outside the program"),
  recovered: z.enum(["checkpoint", "clean"]).optional().describe("In a session: how it goes on after the failure"),
  notes: z.array(z.string()).optional().describe("What the reader should know: which limit, what was left out"),
});
export type Outcome = z.infer<typeof Outcome>;

/** The outcome of a program of whose run nothing is known. */
export function bareOutcome(status: Status, error?: ProgramError): Outcome {
  return {
    status,
    exitCode: null,
    signal: null,
    ...(error === undefined ? {} : { error }),
    usage: { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0 },
  };
}
