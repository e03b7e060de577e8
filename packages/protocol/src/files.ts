import { z } from "zod";
import { WorkspacePath } from "./paths.ts";

/** A file that is kept, so that requests can refer to it by its id. */
export const StoredFile = z.object({
  id: z.string().describe("UUIDv7. Equal contents of one client have one id"),
  size: z.number().int().describe("Bytes"),
  sha256: z.string().describe("Of the content, hexadecimal"),
  createdAt: z.string().describe("ISO 8601: when its content first came"),
  name: z.string().optional().describe("As it was given"),
  mimeType: z.string().describe("As it was given, else guessed from the name's ending"),
});
export type StoredFile = z.infer<typeof StoredFile>;

export const StoredFileList = z.object({
  files: z.array(StoredFile).describe("Newest first"),
  nextCursor: z.string().optional().describe("Give it as cursor to get older ones. Absent on the last page"),
});
export type StoredFileList = z.infer<typeof StoredFileList>;

/** What is said of a file beside its content. */
export const FileLabel = z.strictObject({
  name: WorkspacePath.optional().describe("What the file is called when it is downloaded"),
});
export type FileLabel = z.infer<typeof FileLabel>;
