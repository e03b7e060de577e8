import type { Limits } from "@glovebox/protocol";
import type { SessionInvocation } from "../language.ts";
import { heapSize } from "./heapSize.ts";

/** Descriptor 0 becomes a file without a name, which each cell finds its own input in; 5 is the pipe that was there. */
const START = 'file=/tmp/.stdin.$$; exec 5<&0 0<>"$file"; rm -f "$file"; exec "$@"';
const KERNEL = "/opt/glovebox/glovebox_sandbox/generated/node.mjs";

/** An interrupt that takes what runs off the stack leaves the counts of async_hooks as they were. */
const UNCHECKED = "--no-force-async-hooks-checks";

/** The process of a session; its sources are in kernels/inside. */
export function nodeSession(program: string, limits: Limits, ...args: readonly string[]): SessionInvocation {
  const node = [program, heapSize(limits), UNCHECKED, KERNEL, ...args];
  return { command: ["/bin/sh", "-c", START, "node", ...node], dialect: "frames" };
}
