/** One promise of speed: what was measured, against what, and the limits of their ratio. */
export type Row = {
  id: string;
  what: string;
  against: string;
  unit: "ms" | "/s";
  value: number;
  /** Missing where this machine could not measure it; `note` says why. */
  reference?: number;
  limits: Limits;
  note?: string;
};

/** As ratios of value to reference. Between the two a row is neither reached nor missed. */
export type Limits = { better: "lower" | "higher"; reach: number; miss: number };

export type Verdict = "reached" | "close" | "MISSED" | "unknown";

export function ratioOf(row: Row): number | undefined {
  return row.reference === undefined ? undefined : row.value / row.reference;
}

export function verdictOf(row: Row): Verdict {
  const ratio = ratioOf(row);
  if (ratio === undefined) return "unknown";
  const isAtLeast = (limit: number) => (row.limits.better === "lower" ? ratio <= limit : ratio >= limit);
  if (isAtLeast(row.limits.reach)) return "reached";
  return isAtLeast(row.limits.miss) ? "close" : "MISSED";
}

export function formatTable(rows: Row[]): string {
  const header = ["", "what", "measured", "against", "", "ratio", "reach", "miss", "verdict"];
  const cells = [header, ...rows.map(formatRow)];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  const notes = rows.flatMap((row) => (row.note === undefined ? [] : [`${row.id}: ${row.note}`]));
  return [...lines, ...notes].map((line) => line.trimEnd()).join("\n");
}

function formatRow(row: Row): string[] {
  const { better, reach, miss } = row.limits;
  const [good, bad] = better === "lower" ? ["≤", ">"] : ["≥", "<"];
  const ratio = ratioOf(row);
  return [
    row.id,
    row.what,
    format(row.value, row.unit),
    row.against,
    row.reference === undefined ? "-" : format(row.reference, row.unit),
    ratio === undefined ? "-" : `${ratio.toPrecision(2)}×`,
    `${good} ${reach}×`,
    `${bad} ${miss}×`,
    verdictOf(row),
  ];
}

function format(value: number, unit: Row["unit"]): string {
  return unit === "ms" ? `${value.toFixed(2)} ms` : `${value.toFixed(0)}/s`;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("the median of nothing");
  return (low + high) / 2;
}
