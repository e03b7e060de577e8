// Bundles what runs inside a sandbox of the portable engine into one file that Deno loads as it is.
import { bundle } from "./bundle.ts";
import { writeGenerated } from "./generated.ts";

const text = await bundle("packages/core/src/engines/portable/inside/main.ts");
writeGenerated(
  "packages/core/src/engines/portable/generated/inside.js",
  `// Written by scripts/portable-inside.ts.\n${text}`,
);
