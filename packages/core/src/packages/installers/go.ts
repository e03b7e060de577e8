import { dirname, join } from "node:path";
import { nearestFolder, PRODUCT } from "../../runtimes/language.ts";
import {
  type InstallContext,
  type Installer,
  REGISTRIES,
  type RunStep,
  type SourceFiles,
  WishProblem,
} from "../installer.ts";

const ELEMENT = "[A-Za-z0-9_~-][A-Za-z0-9._~+-]*";
/** A module, or a package of one. Its first element is a host, such as github.com. */
const WISH = new RegExp(
  String.raw`^([A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+(?:/${ELEMENT})*)(?:@([A-Za-z0-9][A-Za-z0-9._+-]*))?$`,
);
const MANIFEST = /(?:^|\/)go\.(?:mod|sum|work|work\.sum)$/;

/**
 * The layer is a module cache, and in `module` the go.mod and go.sum that fit it: the request's own where it has them,
 * with what was asked for added by `go get`. Of the modules nothing runs: `go` only unpacks them.
 */
export const goModules: Installer = {
  ecosystem: "go",
  name: "go",
  place: "packages",
  read(wish) {
    const [, path, version] = WISH.exec(wish) ?? [];
    if (path === undefined)
      throw new WishProblem("is not a module with an optional version, such as github.com/google/uuid@v1.6.0");
    return version === undefined ? path : `${path}@${version}`;
  },
  inFiles,
  install,
};

async function install({ tools, wishes, manifests, upstreams, target }: InstallContext, run: RunStep): Promise<number> {
  const [own = "go.mod"] = manifests.keys();
  const { bytes } = await run({
    script: `cd "./$FOLDER" || exit
if [ -f go.mod ]; then
${DOWNLOAD}
else "$GO" mod init main 2> /dev/null || exit; fi
${wishes.length === 0 ? "" : get(wishes)}
mkdir ${PRODUCT}/module && cp go.* ${PRODUCT}/module || exit
# What is unpacked is used; the archives would double the size.
find ${PRODUCT}/cache/download -name '*.zip' -delete`,
    variables: {
      ...upstreams.go?.variables,
      GO: tools.tool("bin/go"),
      FOLDER: dirname(own),
      HOME: "/tmp/home",
      GOPROXY: `${REGISTRIES}/go`,
      GOVCS: "*:off",
      GOENV: "off",
      GOTOOLCHAIN: "local",
      GOTELEMETRY: "off",
      GOMODCACHE: PRODUCT,
      GOCACHE: "/tmp/go-cache",
      // In a workspace go.mod is not for `go` to complete.
      GOFLAGS: [...manifests.keys()].some((name) => name.endsWith("go.work")) ? "-modcacherw" : "-modcacherw -mod=mod",
    },
    files: Object.fromEntries(manifests),
    network: true,
    task: "downloading",
    into: target,
  });
  return bytes;
}

/** A go.mod without a go.sum was written by hand: what its modules need themselves may be missing in it. */
const DOWNLOAD = `if [ ! -f go.sum ]; then
  "$GO" list -m -f '{{if not (or .Main .Indirect .Replace)}}{{.Path}}/...@{{.Version}}{{end}}' all > /tmp/direct || exit
  cp go.mod /tmp/go.mod
  xargs "$GO" get < /tmp/direct 2> /tmp/said || { cp /tmp/go.mod go.mod; rm -f go.sum; "$GO" mod download all || exit; }
fi
"$GO" mod download || exit`;

/** With what each package of a module imports; where one of them cannot be loaded, with what its main package does. */
function get(wishes: readonly string[]): string {
  const every = wishes.map((wish) => wish.replace(/(@|$)/, "/...$1"));
  return `"$GO" get ${quoted(every)} 2> /tmp/said || "$GO" get ${quoted(wishes)} || exit\n"$GO" mod download || exit`;
}

/** The go.mod of the program's own module comes first. Modules that need no other have nothing to install. */
function inFiles({ main, files }: SourceFiles) {
  const folder = nearestFolder("go.mod", { main, files: [...files.keys()] });
  const all = [...files.keys()].filter((name) => MANIFEST.test(name));
  const needsSome = all.some((name) => name.endsWith("go.mod") && /^[ \t]*require\b/m.test(text(files.get(name))));
  if (folder === undefined || !needsSome || files.has(join(folder, "vendor/modules.txt"))) {
    return { wishes: [], manifests: [] };
  }
  const own = join(folder, "go.mod");
  return { wishes: [], manifests: [own, ...all.filter((name) => name !== own)] };
}

function quoted(wishes: readonly string[]): string {
  return wishes.map((wish) => `'${wish}'`).join(" ");
}

function text(content: Uint8Array | undefined): string {
  return Buffer.from(content ?? []).toString("utf8");
}
