import { z } from "zod";

/** A file that the execution created or changed in its workspace. */
export const Artifact = z.object({
  id: z.string().optional().describe("With it a later request can have the file: files: { path: { id } }"),
  name: z.string().describe("Path relative to the workspace"),
  size: z.number().int().describe("Bytes"),
  mimeType: z.string().describe("Guessed from the name's ending"),
  sha256: z.string().describe("Hexadecimal"),
  url: z.string().optional().describe("Where to get the bytes, as a path on the server"),
});
export type Artifact = z.infer<typeof Artifact>;
