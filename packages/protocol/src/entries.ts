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
  attributes: z
    .record(z.string(), z.string())
    .optional()
    .describe("Of a file or folder: its extended attributes, those of user. without that. Absent where it has none"),
  target: z.string().optional().describe("Of a link: where it leads, in its own words. No link is followed"),
});
export type FileEntry = z.infer<typeof FileEntry>;

const DEPTH = "must be a whole number from 1 to 100";
export const EntryQuery = z.strictObject({
  path: z.string().default(".").describe("The folder; a relative one is below the session's working directory"),
  depth: z.coerce
    .number(DEPTH)
    .int(DEPTH)
    .min(1, DEPTH)
    .max(100, DEPTH)
    .default(1)
    .describe("How many levels of folders are listed"),
});
export type EntryQuery = z.infer<typeof EntryQuery>;

export const RemoveQuery = z.strictObject({
  recursive: z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((text) => text === "true")
    .describe("true: a folder goes with all that is in it"),
});
export type RemoveQuery = z.infer<typeof RemoveQuery>;

export const FileEntryList = z.object({
  entries: z.array(FileEntry).describe("Those of one folder in the order of their names"),
  more: z.boolean().describe("true: there are more, which were left out"),
});
export type FileEntryList = z.infer<typeof FileEntryList>;
