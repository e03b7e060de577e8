import { GloveboxError } from "glovebox";
import { parseBytes } from "../amounts.ts";
import type { Field } from "./fields.ts";

/**
 * A setting's value from the text of a flag or a variable. A text that is no such value stays a text where the schema
 * says best what is wrong with it; `source` names the flag or the variable in errors.
 */
export function readText({ kind }: Field, text: string, source: string): unknown {
  switch (kind) {
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
    case "bytes":
      return text.trim() === "-1" ? -1 : parseBytes(text, source); // where there is no limit to be had, the schema says so
    case "boolean":
      return booleanOf(text.trim(), source);
    case "list":
      return text.split(",").flatMap((part) => part.trim() || []);
    case "json":
      return jsonOf(text, source);
    case "text":
    case "folder":
      return text;
  }
}

function jsonOf(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GloveboxError("invalid_request", `${source}: is not JSON: ${why}`, { field: source });
  }
}

function booleanOf(text: string, source: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new GloveboxError("invalid_request", `${source} ${JSON.stringify(text)}: give true or false`, {
    field: source,
  });
}
