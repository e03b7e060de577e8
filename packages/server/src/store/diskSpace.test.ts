import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { requireDiskSpace } from "./diskSpace.ts";

test("[server.ready] a disk with room is well, and one that is full is named with what is left", async () => {
  await requireDiskSpace(tmpdir());
  // A file system of the kernel's own, in which nothing has room.
  await expect(requireDiskSpace("/proc")).rejects.toMatchObject({
    code: "unavailable",
    message: "the disk of the data directory is full: 0 MiB are left",
    advice: expect.stringContaining("dataDir"),
  });
});
