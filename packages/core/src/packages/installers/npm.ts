import { z } from "zod";
import { PRODUCT } from "../../runtimes/language.ts";
import {
  FROM,
  type InstallContext,
  type Installer,
  REGISTRIES,
  type RunStep,
  type SourceFiles,
  WishProblem,
} from "../installer.ts";

/** No name begins with `-`: npm would take it for a flag, such as one that runs scripts after all. */
const WISH = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*)(?:@([A-Za-z0-9 .*^~<>=|+-]+))?$/;

export const npm: Installer = {
  ecosystem: "npm",
  name: "npm",
  place: "nodeModules",
  read(wish) {
    const [, name, range = ""] = WISH.exec(wish.trim()) ?? [];
    if (name === undefined) throw new WishProblem("is not a name with an optional version, such as lodash@4");
    return range.trim() === "" ? name : `${name}@${range.trim()}`;
  },
  inFiles,
  install,
};

async function install({ tools, wishes, manifests, target }: InstallContext, run: RunStep): Promise<number> {
  const variables = {
    NODE: tools.program,
    HOME: "/tmp/home",
    npm_config_registry: `${REGISTRIES}/npm/`,
    // What a lock file says of addresses is the registry's own; here all come from the mirror.
    npm_config_replace_registry_host: "always",
    npm_config_fetch_retries: "0", // the mirror tries again itself
    npm_config_update_notifier: "false",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_loglevel: "error",
    npm_config_nodedir: tools.tool(""),
    REGISTRY: `${REGISTRIES}/npm/`,
  };
  const manifest = manifests.has("package.json") ? {} : { "package.json": '{"private":true}' };
  const files = { ...Object.fromEntries([...manifests].map(([name, content]) => [name, text(content)])), ...manifest };
  const asked = wishes.map(quoted).join(" ");
  const downloaded = await run({
    script: `${FIND_NPM}
"$NODE" "$NPM" install --ignore-scripts --omit=dev --no-package-lock --install-links -- ${asked} || exit
mkdir -p node_modules && mv node_modules ${PRODUCT}/ && cp -r "$(dirname "$(dirname "$NPM")")" ${PRODUCT}/npm`,
    variables,
    files,
    network: true,
    task: "downloading",
  });
  const { bytes } = await run({
    script: `cp -r ${FROM}/node_modules . && "$NODE" ${FROM}/npm/bin/npm-cli.js rebuild --foreground-scripts >&2 || exit
cp -r node_modules/. ${PRODUCT}/`,
    variables,
    files,
    task: "installing",
    from: downloaded.directory,
    into: target,
  });
  return bytes;
}

/** npm is a program of Node's: the machine's own where it has one, else the registry's. */
const FIND_NPM = `for NPM in "$(dirname "$(dirname "$NODE")")/lib/node_modules/npm/bin/npm-cli.js" /usr/lib/node_modules/npm/bin/npm-cli.js \\
  /usr/local/lib/node_modules/npm/bin/npm-cli.js /usr/share/nodejs/npm/bin/npm-cli.js; do
  if [ -f "$NPM" ]; then break; fi
done
if [ ! -f "$NPM" ]; then
  "$NODE" -e 'fetch(process.env.REGISTRY + "npm").then((answer) => answer.json()).then(async (npm) => {
    const version = npm.versions[npm["dist-tags"].latest], archive = await fetch(version.dist.tarball);
    require("fs").writeFileSync("/tmp/npm.tgz", Buffer.from(await archive.arrayBuffer())); })' || exit
  mkdir -p /tmp/npm && tar -xzf /tmp/npm.tgz -C /tmp/npm || exit
  NPM=/tmp/npm/package/bin/npm-cli.js
fi`;

const Manifest = z.looseObject({ dependencies: z.record(z.string(), z.string()).optional() });

/** A package.json without dependencies has nothing to install. */
function inFiles({ files }: SourceFiles) {
  const none = { wishes: [], manifests: [] };
  const content = files.get("package.json");
  if (content === undefined) return none;
  let manifest: z.infer<typeof Manifest>;
  try {
    manifest = Manifest.parse(JSON.parse(text(content)));
  } catch (error) {
    throw new WishProblem(`package.json cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const locks = ["package-lock.json", "npm-shrinkwrap.json"].filter((name) => files.has(name));
  return Object.keys(manifest.dependencies ?? {}).length === 0
    ? none
    : { wishes: [], manifests: ["package.json", ...locks] };
}

function quoted(wish: string): string {
  return `'${wish}'`;
}

function text(content: Uint8Array): string {
  return Buffer.from(content).toString("utf8");
}
