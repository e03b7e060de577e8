/** What a warden imports before it forks, by environment. Chosen by measurement: docs/decisions/0002. */
const preloads: Readonly<Record<string, readonly string[]>> = {
  base: ["random", "datetime"],
  data: ["numpy", "pandas", "matplotlib.pyplot"],
};

const warmUps: Readonly<Record<string, string>> = {
  base: 'exec(compile("x = 1", "warm-up", "exec"), {})',
  data: 'exec(compile("x = 1", "warm-up", "exec"), {})',
};

export function preloadOf(environment: string): readonly string[] {
  const base = preloads["base"] ?? [];
  return environment === "base" ? base : [...base, ...(preloads[environment] ?? [])];
}

/** Python that an armed sandbox runs before its request comes, so that the page faults of every run are taken by then. */
export function warmUpOf(environment: string): string {
  return warmUps[environment] ?? "";
}
