import { GloveboxError, Limits, parseSize } from "glovebox";

/** Bytes from "512m", "1.5g" or "1048576". */
export function parseBytes(text: string, option: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined) throw wrong(option, text, "give bytes, or a number with k, m or g, such as 512m");
  return bytes;
}

/** Bytes of memory, as many as a sandbox may have. */
export function parseMemory(text: string, option: string): number {
  const bytes = parseBytes(text, option);
  if (!Limits.shape.memoryBytes.safeParse(bytes).success) throw wrong(option, text, "give 16m to 1024g");
  return bytes;
}

/** Milliseconds from seconds, as many as a program may take. */
export function parseSeconds(text: string, option: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw wrong(option, text, "give seconds, more than 0, such as 30 or 0.5");
  const milliseconds = Math.max(1, Math.round(seconds * 1000));
  if (!Limits.shape.timeoutMs.safeParse(milliseconds).success) throw wrong(option, text, "give 3600 seconds or less");
  return milliseconds;
}

/** A name and a value from "NAME=VALUE". */
export function parseVariable(text: string, option: string): [string, string] {
  const cut = text.indexOf("=");
  if (cut <= 0) throw wrong(option, text, "give NAME=VALUE");
  return [text.slice(0, cut), text.slice(cut + 1)];
}

function wrong(option: string, text: string, advice: string): GloveboxError {
  return new GloveboxError("invalid_request", `${option} ${JSON.stringify(text)}: ${advice}`, { field: option });
}
