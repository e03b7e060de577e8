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
      return parseBytes(text, source);
    case "boolean":
      return booleanOf(text.trim(), source);
    case "list":
      return text.split(",").flatMap((part) => part.trim() || []);
    case "text":
    case "folder":
      return text;
  }
}

function booleanOf(text: string, source: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new GloveboxError("invalid_request", `${source} ${JSON.stringify(text)}: give true or false`, {
    field: source,
  });
}
