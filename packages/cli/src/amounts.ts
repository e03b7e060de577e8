import { GloveboxError } from "glovebox";

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Bytes from "512m", "1.5g" or "1048576". */
export function parseBytes(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const factor = UNITS[(unit ?? "").toLowerCase()];
  if (number === undefined || factor === undefined)
    throw wrong(option, text, "give bytes, or a number with k, m or g, such as 512m");
  return Math.round(Number(number) * factor);
}

/** Milliseconds from seconds. */
export function parseSeconds(text: string, option: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw wrong(option, text, "give seconds, more than 0, such as 30 or 0.5");
  return Math.max(1, Math.round(seconds * 1000));
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
