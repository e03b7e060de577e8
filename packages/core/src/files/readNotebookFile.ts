import { MAX_NOTEBOOK_BYTES } from "@glovebox/protocol";
import { readNamed } from "./carriedFiles.ts";

/** A notebook of this machine as text, and the folder that it lies in. Throws `invalid_request` where it cannot be read. */
export function readNotebookFile(path: string): { folder: string; name: string; text: string } {
  const { folder, name, content } = readNamed(path, MAX_NOTEBOOK_BYTES, "clear its outputs first");
  return { folder, name, text: content.toString("utf8") };
}
