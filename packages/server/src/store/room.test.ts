import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { requireRoom } from "./room.ts";

test("[server.ready] a disk with room is well, and one that is full is named with what is left", async () => {
  await requireRoom(tmpdir());
  // A file system of the kernel's own, in which nothing has room.
  await expect(requireRoom("/proc")).rejects.toMatchObject({
    code: "unavailable",
    message: "the disk of the data directory is full: 0 MiB are left",
    advice: expect.stringContaining("dataDir"),
  });
});
