/** What a warden of the environment imports at any rate: nearly every program needs it. */
const common: Readonly<Record<string, readonly string[]>> = {
  base: ["random", "datetime"],
  data: ["random", "datetime", "numpy", "pandas", "matplotlib.pyplot"],
};

/** What it imports beside that where it will serve many programs. Chosen by measurement: docs/decisions/0002. */
const frequent: Readonly<Record<string, readonly string[]>> = {
  data: ["scipy.stats", "seaborn", "sklearn.linear_model", "sklearn.ensemble", "openpyxl"],
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

export type Warmth = {
  readonly preload: readonly string[];
  /** Python source; empty where there is nothing to gain. */
  readonly warmUp: string;
};

/** `lasting`: the warden serves more than one program, so that what it does ahead pays. */
export function warmthOf(environment: string, lasting: boolean): Warmth {
  const preload = common[environment] ?? common["base"] ?? [];
  if (!lasting) return { preload, warmUp: "" };
  return { preload: [...preload, ...(frequent[environment] ?? [])], warmUp: warmUps[environment] ?? "" };
}
