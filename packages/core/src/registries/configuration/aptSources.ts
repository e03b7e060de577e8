import type { DebianArchive } from "../upstreams.ts";

/** An entry of apt's sources for binary packages, with one address. */
export type AptSource = Omit<DebianArchive, "registry"> & { readonly uri: string };

/** The one-line format: `deb [option=value …] uri suite component…`. */
export function parseSourcesList(text: string): AptSource[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, options = "", rest = ""] = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?([^#]+)/.exec(line) ?? [];
    const [uri, suite, ...components] = words(rest);
    if (uri === undefined || suite === undefined) return [];
    const option = new Map(words(options).map((word) => pairOf(word)));
    return [
      source(uri, [suite], components, option.get("arch")?.split(","), option.get("signed-by"), option.get("trusted")),
    ];
  });
}

/** The deb822 format: paragraphs of `Field: value`, with indented lines that go on. */
export function parseDeb822(text: string): AptSource[] {
  const paragraphs = text.replace(/^#.*\n?/gm, "").split(/\n\s*\n/);
  return paragraphs.flatMap((paragraph) => {
    const fields = fieldsOf(paragraph);
    const list = (name: string) => words(fields.get(name) ?? "");
    if (!list("types").includes("deb") || fields.get("enabled")?.toLowerCase() === "no") return [];
    const [architectures, keys, trusted] = [list("architectures"), fields.get("signed-by"), fields.get("trusted")];
    return list("uris").map((uri) =>
      source(uri, list("suites"), list("components"), architectures, keys?.trim(), trusted),
    );
  });
}

function source(
  uri: string,
  suites: readonly string[],
  components: readonly string[],
  architectures: readonly string[] = [],
  signedBy?: string,
  trusted?: string,
): AptSource {
  const known = { uri, suites, components, architectures };
  return { ...known, ...(signedBy && { signedBy }), ...(trusted?.toLowerCase() === "yes" && { trusted: true }) };
}

/** A field's lines are kept: an armoured key is one. There, ` .` stands for an empty line. */
function fieldsOf(paragraph: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = "";
  for (const line of paragraph.split(/\r?\n/)) {
    const [, field, value] = /^([^\s:]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (field !== undefined) {
      name = field.toLowerCase();
      fields.set(name, value ?? "");
    } else if (/^[ \t]/.test(line) && name !== "") {
      fields.set(name, `${fields.get(name)}\n${line.trim() === "." ? "" : line.trim()}`);
    }
  }
  return fields;
}

function pairOf(word: string): [string, string] {
  const equals = word.indexOf("=");
  return equals < 0 ? [word, ""] : [word.slice(0, equals).toLowerCase(), word.slice(equals + 1)];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
