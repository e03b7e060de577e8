/** Negative where `a` is the older version. */
export function byVersion(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isAtLeast(version: string, minimum: string): boolean {
  return byVersion(version, minimum) >= 0;
}

/** Whether "3.11.7" is what "3.11" asks for. Without a wish every version is. */
export function matchesVersion(version: string, wished: string | undefined): boolean {
  return wished === undefined || version === wished || version.startsWith(`${wished}.`);
}
