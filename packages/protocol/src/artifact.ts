import { z } from "zod";

/** A file that the execution created or changed in its workspace. */
export const Artifact = z.object({
  name: z.string().describe("Path relative to the workspace"),
  size: z.number().int().describe("Bytes"),
  mimeType: z.string(),
  sha256: z.string().describe("Hexadecimal"),
  url: z.string().optional(),
});
export type Artifact = z.infer<typeof Artifact>;
