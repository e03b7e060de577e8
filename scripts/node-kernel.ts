// Bundles the driver of JavaScript and TypeScript sessions into one file that any supported Node runs as it is.
import { bundle } from "./bundle.ts";
import { writeGenerated } from "./generated.ts";

const text = await bundle("packages/core/src/kernels/inside/node/main.ts", { minify: true });
writeGenerated("sandbox/glovebox_sandbox/generated/node.mjs", `// Written by scripts/node-kernel.ts.\n${text}`);
