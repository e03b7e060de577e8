import type { Limits } from "@glovebox/protocol";

/** V8 takes its heap from the machine's memory, which is not what the sandbox may use. */
export function heapSize({ memoryBytes }: Limits): string {
  return `--max-old-space-size=${Math.max(16, Math.floor(memoryBytes / 1024 / 1024))}`;
}
