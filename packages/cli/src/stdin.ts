import { isUtf8 } from "node:buffer";
import { GloveboxError } from "glovebox";

/** All of our stdin as text. `whatFor` names the argument that asked for it. */
export async function readStdin(whatFor: "-" | "--stdin"): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  if (!isUtf8(all)) {
    throw new GloveboxError(
      "invalid_request",
      `${whatFor}: stdin is not UTF-8 text; give bytes as a file, with --file`,
      {
        field: whatFor,
      },
    );
  }
  return all.toString("utf8");
}
