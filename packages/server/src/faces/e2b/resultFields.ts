import type { Result } from "glovebox";

/** Under which name E2B's libraries know a kind of content. */
const names: ReadonlyMap<string, string> = new Map([
  ["text/plain", "text"],
  ["text/html", "html"],
  ["text/markdown", "markdown"],
  ["image/svg+xml", "svg"],
  ["image/png", "png"],
  ["image/jpeg", "jpeg"],
  ["application/pdf", "pdf"],
  ["text/latex", "latex"],
  ["application/json", "json"],
  ["application/javascript", "javascript"],
  ["application/vnd.glovebox.data+json", "data"],
]);

/** A result as E2B tells it: kinds that it has no name for go into `extra`. */
export function resultFields({ mime, main }: Result): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const extra: Record<string, unknown> = {};
  for (const [kind, value] of Object.entries(mime)) {
    const name = names.get(kind);
    if (value === null || value === undefined) continue;
    // Ours tells plain values as JSON too; E2B only what was made to be shown as JSON, which is an object.
    if (name === "json" && !isObject(value)) continue;
    if (name === undefined) extra[kind] = value;
    else fields[name] = name === "text" ? unquoted(String(value)) : value;
  }
  return {
    ...fields,
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
    is_main_result: main,
  };
}

/** A string's own quotes are not shown. */
function unquoted(text: string): string {
  const quoted = text.length > 1 && ["'", '"'].some((quote) => text.startsWith(quote) && text.endsWith(quote));
  return quoted ? text.slice(1, -1) : text;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
