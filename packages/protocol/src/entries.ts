import { z } from "zod";

export const EntryKind = z.enum(["file", "folder", "link", "pipe", "socket", "device"]);
export type EntryKind = z.infer<typeof EntryKind>;

/** What lies at a path of a session's sandbox. */
export const FileEntry = z.object({
  path: z.string().describe("Absolute, in the sandbox; the workspace by its name /workspace"),
  name: z.string().describe("The last part of the path"),
  kind: EntryKind,
  size: z.number().describe("Bytes of a file; 0 for all else"),
  mode: z.number().int().describe("The permission bits"),
  modifiedAt: z.string().describe("ISO 8601"),
  target: z.string().optional().describe("Of a link: where it leads, in its own words. No link is followed"),
});
export type FileEntry = z.infer<typeof FileEntry>;

export const FileEntryList = z.object({
  entries: z.array(FileEntry).describe("Those of one folder in the order of their names"),
  more: z.boolean().describe("true: there are more, which were left out"),
});
export type FileEntryList = z.infer<typeof FileEntryList>;
