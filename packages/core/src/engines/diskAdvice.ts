import type { Limits } from "@glovebox/protocol";
import { inMiB } from "../limits/sizes.ts";

type Failure = {
  readonly signal: string | null;
  /** The error that the program reports, by its own word. */
  readonly message: string | undefined;
};

/** Which limit a program met that could not write any more, as the kernel's answer or signal says. */
export function diskAdvice({ signal, message = "" }: Failure, limits: Limits): string | undefined {
  if (signal === "SIGXFSZ" || /\[Errno 27\]|\bEFBIG\b/.test(message))
    return `one file may have ${inMiB(limits.fileBytes)}; raise limits.fileBytes`;
  if (/\[Errno 28\]|\bENOSPC\b/.test(message))
    return `the files in one place may have ${inMiB(limits.workspaceBytes)} together; raise limits.workspaceBytes`;
  return undefined;
}
