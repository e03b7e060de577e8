import { statfs } from "node:fs/promises";
import { GloveboxError } from "@glovebox/protocol";

const MiB = 1024 ** 2;
/** Records, artifacts and built programs of a busy server, for a while. */
const LEAST_BYTES = 64 * MiB;

/** Throws `unavailable` where the disk below a data directory is full, or nearly. */
export async function requireDiskSpace(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  if (free >= LEAST_BYTES) return;
  throw new GloveboxError(
    "unavailable",
    `the disk of the data directory is full: ${Math.floor(free / MiB)} MiB are left`,
    {
      advice: "make room on it, or choose another dataDir",
      survives: "engine",
    },
  );
}
