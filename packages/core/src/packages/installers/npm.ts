import { basename, join } from "node:path";
import { z } from "zod";
import { nearestFolder, PRODUCT } from "../../runtimes/language.ts";
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
    const [, name, range = ""] = WISH.exec(wish) ?? [];
    if (name === undefined) throw new WishProblem("is not a name with an optional version, such as lodash@4");
    return range.trim() === "" ? name : `${name}@${range.trim()}`;
  },
  inFiles,
  install,
};

async function install({ tools, wishes, manifests, target }: InstallContext, run: RunStep): Promise<number> {
  const files = filesOf(manifests);
  const hasLock = Object.keys(files).length > 1;
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
    npm_config_logs_max: "0",
    npm_config_nodedir: tools.tool(""),
    REGISTRY: `${REGISTRIES}/npm/`,
  };
  const downloaded = await run({
    script: `${FIND_NPM}
"$NODE" "$NPM" ${wishes.length === 0 && hasLock ? "ci" : "install --no-save"} --ignore-scripts --omit=dev --install-links -- ${wishes.map(quoted).join(" ")} || exit
mkdir -p node_modules && mv node_modules ${PRODUCT}/ && cp -r "$(dirname "$(dirname "$NPM")")" ${PRODUCT}/npm`,
    variables,
    files,
    network: true,
    task: "downloading",
  });
  const { bytes } = await run({
    script: `cp -r ${FROM}/node_modules . && "$NODE" ${FROM}/npm/bin/npm-cli.js rebuild --foreground-scripts >&2 || {
  if [ ! -f "$npm_config_nodedir/include/node/node.h" ] && [ -n "$(find node_modules -name binding.gyp)" ]; then
    echo "error: a package is compiled from C++, and this Node.js is without its headers (include/node); those of nodejs.org have them" >&2
  fi
  exit 1
}
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

const Versions = z.record(z.string(), z.string()).default({});
const Manifest = z.looseObject({
  dependencies: Versions,
  optionalDependencies: Versions,
  overrides: z.record(z.string(), z.unknown()).default({}),
});

/** A package.json without dependencies has nothing to install. */
function inFiles({ main, files }: SourceFiles) {
  const none = { wishes: [], manifests: [] };
  const folder = nearestFolder("package.json", { main, files: [...files.keys()] });
  if (folder === undefined) return none;
  const own = join(folder, "package.json");
  const { dependencies, optionalDependencies } = read(own, files.get(own));
  if (Object.keys({ ...dependencies, ...optionalDependencies }).length === 0) return none;
  return { wishes: [], manifests: [own, ...LOCKS.map((name) => join(folder, name)).filter((name) => files.has(name))] };
}

const LOCKS = ["package-lock.json", "npm-shrinkwrap.json"];

/**
 * Beside a lock package.json is as it was, because npm compares them. Else what it needs to run is left: npm would look
 * up what it needs for development too, to leave it out then.
 */
function filesOf(manifests: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  const [own, ...locks] = [...manifests].map(([name, content]) => [basename(name), content] as const);
  if (own === undefined) return { "package.json": '{"private":true}' };
  const [name, content] = own;
  if (locks.length > 0) return Object.fromEntries([own, ...locks].map(([file, bytes]) => [file, text(bytes)]));
  const { dependencies, optionalDependencies, overrides } = read(name, content);
  return { [name]: JSON.stringify({ private: true, dependencies, optionalDependencies, overrides }) };
}

function read(name: string, content: Uint8Array | undefined): z.infer<typeof Manifest> {
  try {
    return Manifest.parse(JSON.parse(text(content)));
  } catch (error) {
    throw new WishProblem(`${name} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function quoted(wish: string): string {
  return `'${wish}'`;
}

function text(content: Uint8Array | undefined): string {
  return Buffer.from(content ?? []).toString("utf8");
}
