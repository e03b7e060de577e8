/** What a warden imports before it forks, by environment. Chosen by measurement: docs/decisions/0002. */
const preloads: Readonly<Record<string, readonly string[]>> = {
  base: ["random", "datetime"],
  data: ["numpy", "pandas", "matplotlib.pyplot"],
};

/** What programs in an environment often do. Run in the warden and rehearsed in one sandbox before any request comes. */
const warmUps: Readonly<Record<string, string>> = {
  base: `
import json, math, sys
numbers = [n * n for n in range(20)]
print("warm", sum(numbers), f"{math.pi:.2f}", json.dumps({"a": 1}))
`,
  data: `
import io
import numpy as np
import pandas as pd
frame = pd.DataFrame({"a": [1, 2, 3], "b": [1.5, 2.5, None], "c": ["x", "y", "x"]})
print(frame, frame.describe(), frame.groupby("c").a.sum(), np.arange(6).reshape(2, 3).mean(axis=0))
pd.read_csv(io.StringIO("a,b\\n1,2\\n3,4")).sum()
`,
};

export function preloadOf(environment: string): readonly string[] {
  return [...(preloads["base"] ?? []), ...(environment === "base" ? [] : (preloads[environment] ?? []))];
}

/** Python source. */
export function warmUpOf(environment: string): string {
  return warmUps[environment] ?? "";
}
