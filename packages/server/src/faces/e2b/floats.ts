/** JSON in which every number has a decimal point: E2B's Python library tells floats from integers, and charts have none. */
export function floatsJson(value: unknown): string {
  if (typeof value === "number")
    return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each) => floatsJson(each)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${floatsJson(each)}`).join(",")}}`;
}
