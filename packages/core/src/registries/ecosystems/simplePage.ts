import { Parser } from "htmlparser2";
import { z } from "zod";

/** A value of PEP 691 that is a flag, or hashes of what the flag promises. */
const Promised = z.union([z.boolean(), z.record(z.string(), z.string())]);

/** A file of a project, in the words of PEP 691. */
const ProjectFile = z.object({
  filename: z.string(),
  url: z.string(),
  hashes: z.record(z.string(), z.string()).default({}),
  "requires-python": z.string().nullish(),
  "core-metadata": Promised.nullish(),
  "dist-info-metadata": Promised.nullish(),
  yanked: z.union([z.boolean(), z.string()]).nullish(),
  size: z.number().nullish(),
  "upload-time": z.string().nullish(),
});
export type ProjectFile = z.infer<typeof ProjectFile>;

const Page = z.object({ files: z.array(ProjectFile) });

/** The media types of a simple page, best first, for the Accept header of a request. */
export const SIMPLE_PAGE =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

/** The files of a simple page, in HTML (PEP 503) or JSON (PEP 691). Their addresses are absolute. Throws where it is neither. */
export function parseSimplePage({ text, type, url }: { text: string; type: string; url: URL }): ProjectFile[] {
  const json = /^application\/(?:vnd\.pypi\.simple\.v1\+)?json/.test(type);
  return json ? filesOfJson(text, url) : filesOfHtml(text, url);
}

/** A page of these files, in JSON where the Accept header takes it. */
export function renderSimplePage(
  name: string,
  files: readonly ProjectFile[],
  accept: string | undefined,
): { type: string; text: string } {
  if (/application\/vnd\.pypi\.simple\.(?:v1|latest)\+json(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accept ?? "")) {
    const text = JSON.stringify({ meta: { "api-version": "1.0" }, name, files });
    return { type: "application/vnd.pypi.simple.v1+json", text };
  }
  const lines = files.map((file) => `<a${attributesOf(file)}>${escaped(file.filename)}</a><br>`);
  const head = '<!DOCTYPE html>\n<html><head><meta name="pypi:repository-version" content="1.0"></head><body>';
  return { type: "text/html; charset=utf-8", text: `${head}\n${lines.join("\n")}\n</body></html>\n` };
}

function filesOfJson(text: string, page: URL): ProjectFile[] {
  return Page.parse(JSON.parse(text)).files.flatMap((file) => {
    const url = URL.parse(file.url, page.href);
    return url === null ? [] : [{ ...file, url: url.href }];
  });
}

function filesOfHtml(text: string, page: URL): ProjectFile[] {
  const files: ProjectFile[] = [];
  let base = page;
  let link: { attributes: Record<string, string>; text: string } | undefined;
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (tag === "base") base = URL.parse(attributes["href"] ?? "", page.href) ?? page;
      if (tag === "a") link = { attributes, text: "" };
    },
    ontext(part) {
      if (link !== undefined) link.text += part;
    },
    onclosetag(tag) {
      if (tag !== "a" || link === undefined) return;
      files.push(...fileOf(link.attributes, link.text.trim(), base));
      link = undefined;
    },
  });
  parser.end(text);
  return files;
}

function fileOf(attributes: Record<string, string>, filename: string, base: URL): ProjectFile[] {
  const url = URL.parse(attributes["href"] ?? "", base.href);
  if (attributes["href"] === undefined || url === null) return [];
  const [algorithm = "", digest = ""] = url.hash.slice(1).split("=");
  url.hash = "";
  const metadata = attributes["data-core-metadata"] ?? attributes["data-dist-info-metadata"];
  const python = attributes["data-requires-python"];
  const yanked = attributes["data-yanked"];
  return [
    {
      filename,
      url: url.href,
      hashes: digest === "" ? {} : { [algorithm]: digest },
      ...(python === undefined ? {} : { "requires-python": python }),
      ...(metadata === undefined ? {} : { "core-metadata": promised(metadata) }),
      ...(yanked === undefined ? {} : { yanked: yanked || true }),
    },
  ];
}

function promised(value: string): boolean | Record<string, string> {
  const [algorithm = "", digest] = value.split("=");
  return digest === undefined ? value !== "false" : { [algorithm]: digest };
}

function attributesOf(file: ProjectFile): string {
  const metadata = file["core-metadata"] ?? file["dist-info-metadata"];
  const [algorithm, digest] = file.hashes["sha256"] ? ["sha256", file.hashes["sha256"]] : firstEntry(file.hashes);
  const attributes = {
    href: digest === undefined ? file.url : `${file.url}#${algorithm}=${digest}`,
    "data-requires-python": file["requires-python"] ?? undefined,
    "data-core-metadata": metadata ? promisedText(metadata) : undefined,
    "data-dist-info-metadata": metadata ? promisedText(metadata) : undefined,
    "data-yanked": file.yanked === true ? "" : file.yanked || undefined,
  };
  return Object.entries(attributes)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escaped(value)}"`]))
    .join("");
}

function promisedText(metadata: true | Record<string, string>): string {
  const [algorithm, digest] = metadata === true ? [] : firstEntry(metadata);
  return digest === undefined ? "true" : `${algorithm}=${digest}`;
}

function firstEntry(hashes: Record<string, string>): readonly [string, string] | readonly [] {
  return Object.entries(hashes)[0] ?? [];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
