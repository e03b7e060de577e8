export const formats = ["application/json", "application/x-ndjson", "text/event-stream"] as const;
export type Format = (typeof formats)[number];

type Range = { readonly type: string; readonly quality: number };

/** What the client likes best of what there is; JSON where it likes nothing of it, or all the same. */
export function chooseFormat(accept: string | undefined): Format {
  const ranges = (accept ?? "").split(",").map(readRange);
  const ranked = formats
    .map((format) => ({ format, ...wishFor(format, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || b.precision - a.precision || a.position - b.position);
  return ranked[0]?.format ?? "application/json";
}

function readRange(text: string): Range {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most precise range that fits decides, as RFC 9110 has it. */
function wishFor(format: Format, ranges: readonly Range[]): { quality: number; precision: number; position: number } {
  const patterns = ["*/*", `${format.split("/")[0]}/*`, format];
  const fitting = ranges.flatMap(({ type, quality }, position) => {
    const precision = patterns.indexOf(type);
    return precision < 0 ? [] : [{ quality, precision, position }];
  });
  fitting.sort((a, b) => b.precision - a.precision);
  return fitting[0] ?? { quality: 0, precision: 0, position: 0 };
}
