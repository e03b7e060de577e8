// Runs doors.js as a JavaScript program that undoes what it can of what shapes its names.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const AsyncFunction = (async () => undefined).constructor;
const own = createRequire("file:///");
const node = async (name) => {
  for (const way of [() => own(`node:${name}`), () => import(`node:${name}`)]) {
    const found = await Promise.resolve()
      .then(way)
      .catch(() => undefined);
    if (found !== undefined && found !== require("node:fs")) return found;
  }
  return import(`node:${name}`);
};
const body = new AsyncFunction("given", "say", "node", readFileSync(`${__dirname}/doors.js`, "utf8"));
body(JSON.parse(process.argv[2]), console.log, node).then(() => process.exit(0));
