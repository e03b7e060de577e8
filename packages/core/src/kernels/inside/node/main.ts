// The process of a session in JavaScript or TypeScript: `node node.mjs [typescript]`.
import { isMainThread } from "node:worker_threads";
import { listen } from "./listener.ts";
import { serve } from "./serving.ts";

if (isMainThread) serve();
else listen();
