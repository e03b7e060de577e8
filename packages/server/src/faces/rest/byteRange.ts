import { GloveboxError } from "@glovebox/protocol";

export type ByteRange = { readonly start: number; readonly length?: number };

/**
 * One range of bytes, as RFC 9110 has it: `bytes=0-99`, `bytes=100-`, `bytes=-100`. Undefined where there is none, or
 * what is there is of another kind and may be left out of account. Throws where it begins behind the end.
 */
export async function readRange(
  header: string | undefined,
  sizeOf: () => Promise<number>,
): Promise<ByteRange | undefined> {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const size = await sizeOf();
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Number(to);
  if (end < start && from !== "" && to !== "") return undefined;
  if (start >= size) throw notSatisfiable(size);
  return { start, length: Math.min(end, size - 1) - start + 1 };
}

function notSatisfiable(size: number): GloveboxError {
  return new GloveboxError("range_not_satisfiable", `Range: the file has ${size} bytes`, {
    field: "Range",
    advice: "ask for bytes within it, or leave the header out",
  });
}
