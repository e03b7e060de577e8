/** One promise of speed: what was measured, against what, and within which limits it should be. */
export type Row = {
  id: string;
  what: string;
  against: string;
  unit: "ms" | "/s" | "MiB";
  value: number;
  /** Missing where this machine could not measure it; `note` says why. */
  reference?: number | undefined;
  /** Missing where nothing is promised, and the figure only helps to read the others. */
  limits?: Limits;
  note?: string;
};

/** Of the ratio of value to reference, of what the value has more, or of the value itself. */
export type Limits = { of: "ratio" | "added" | "value"; better: "lower" | "higher"; reach: number; miss: number };

/** Between reach and miss a row is neither reached nor missed. */
export type Verdict = "reached" | "close" | "MISSED" | "unknown" | "";

export function ratioOf(row: Row): number | undefined {
  return row.reference === undefined ? undefined : row.value / row.reference;
}

export function verdictOf(row: Row): Verdict {
  const { limits } = row;
  if (limits === undefined) return "";
  const judged = judgedOf(row, limits);
  if (judged === undefined) return "unknown";
  const isAtLeast = (limit: number) => (limits.better === "lower" ? judged <= limit : judged >= limit);
  if (isAtLeast(limits.reach)) return "reached";
  return isAtLeast(limits.miss) ? "close" : "MISSED";
}

function judgedOf(row: Row, { of }: Limits): number | undefined {
  if (of === "value") return row.value;
  return of === "ratio" ? ratioOf(row) : addedOf(row);
}

function addedOf({ value, reference }: Row): number | undefined {
  return reference === undefined ? undefined : value - reference;
}

export function formatTable(rows: readonly Row[]): string {
  const header = ["", "what", "measured", "against", "", "ratio", "added", "reach", "miss", "verdict"];
  const notes = rows.flatMap((row) => (row.note === undefined ? [] : [`${row.id}: ${row.note}`]));
  return [...alignColumns([header, ...rows.map(formatRow)]), ...notes].join("\n");
}

/** One line for each row of cells. */
export function alignColumns(cells: readonly (readonly string[])[]): string[] {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function formatRow(row: Row): string[] {
  const ratio = ratioOf(row);
  const added = row.limits?.of === "added" ? addedOf(row) : undefined;
  return [
    row.id,
    row.what,
    format(row.value, row.unit),
    row.against,
    row.reference === undefined ? "-" : format(row.reference, row.unit),
    ratio === undefined ? "-" : formatRatio(ratio),
    added === undefined ? "" : format(added, row.unit),
    ...formatLimits(row),
    verdictOf(row),
  ];
}

function formatRatio(ratio: number): string {
  return `${ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0)}×`;
}

function formatLimits({ limits, unit }: Row): [string, string] {
  if (limits === undefined) return ["", ""];
  const [good, bad] = limits.better === "lower" ? ["≤", ">"] : ["≥", "<"];
  const suffix = limits.of === "ratio" ? "×" : suffixOf(unit);
  return [`${good} ${limits.reach}${suffix}`, `${bad} ${limits.miss}${suffix}`];
}

function format(value: number, unit: Row["unit"]): string {
  const digits = unit === "ms" ? (value < 100 ? 2 : 0) : unit === "MiB" ? 1 : 0;
  return `${value.toFixed(digits)}${suffixOf(unit)}`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("the median of nothing");
  return (low + high) / 2;
}

/** The value below which this share of them lies; of none it is 0. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function suffixOf(unit: Row["unit"]): string {
  return unit === "/s" ? unit : ` ${unit}`;
}
