import { PRODUCT } from "../../runtimes/language.ts";
import { FROM, type InstallContext, type Installer, type MakeShared, type RunStep, WishProblem } from "../installer.ts";
import { type AptFiles, aptFiles, installedOn, STATUS } from "./aptFiles.ts";

/** As apt names them. One that ends in `-` would be removed. */
const WISH = /^([a-z0-9](?:[a-z0-9.+-]*[a-z0-9.+]))(?:=([0-9][A-Za-z0-9.+:~-]*))?$/;
const HOUR_MS = 3_600_000;
/** For how long an archive's lists are used: newer packages are found after that. */
const LISTS_HOURS = 6;
const SCRIPT = "/opt/glovebox/glovebox_sandbox/installing/apt_packages.py";

/**
 * The layer is what packages have below `/`, and `environment.sh`, which makes programs find it there. What the machine
 * has installed counts as there. Packages are unpacked, without a network; none of their scripts runs.
 */
export const apt: Installer = {
  ecosystem: "debian",
  name: "apt",
  place: "packages",
  read(wish) {
    const [, name, version] = WISH.exec(wish) ?? [];
    if (name === undefined)
      throw new WishProblem("is not a Debian package with an optional version, such as jq or jq=1.6-2.1");
    return version === undefined ? name : `${name}=${version}`;
  },
  onMachine: () => installedOn(STATUS),
  install,
};

async function install({ wishes, upstreams, target, shared }: InstallContext, run: RunStep): Promise<number> {
  const sources = await aptFiles(upstreams.debian);
  const period = String(Math.floor(Date.now() / (LISTS_HOURS * HOUR_MS)));
  const from = await shared([sources.list, period], update(sources));
  const asked = wishes.map((wish) => `'${wish}'`).join(" ");
  const downloaded = await run({
    script: `${PREPARE} && cp -r ${FROM}/. /tmp/apt || exit
apt-get ${INSTALL} --download-only -- ${asked} > /tmp/said || exit
mkdir ${PRODUCT}/archives && find /tmp/apt/archives -name '*.deb' -exec mv {} ${PRODUCT}/archives \\;`,
    variables: VARIABLES,
    files: { ...sources.files, "apt.conf": CONFIGURATION },
    network: true,
    task: "downloading",
    from,
  });
  const { bytes } = await run({
    script: `exec python3 -I ${SCRIPT} ${FROM}/archives ${PRODUCT} /opt/packages`,
    task: "unpacking",
    from: downloaded.directory,
    into: target,
  });
  return bytes;
}

function update({ files }: AptFiles): MakeShared {
  return async (target, run) => {
    const { bytes } = await run({
      script: `${PREPARE} && apt-get --quiet=2 --error-on=any update > /tmp/said || exit
rm -f /tmp/apt/lists/lock && cp -r /tmp/apt/lists ${PRODUCT}`,
      variables: VARIABLES,
      files: { ...files, "apt.conf": CONFIGURATION },
      network: true,
      task: "downloading the lists of packages",
      into: target,
    });
    return bytes;
  };
}

/** Packages that are installed on the machine too, because a layer shall have all of what was asked for. */
const INSTALL = "--quiet=2 --assume-yes --no-install-recommends --reinstall --allow-downgrades install";
const VARIABLES = { APT_CONFIG: "/workspace/apt.conf", LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };
const PREPARE =
  "mkdir -p /tmp/apt/etc/apt.conf.d /tmp/apt/etc/preferences.d /tmp/apt/lists/partial /tmp/apt/archives/partial";
const CONFIGURATION = `Dir "/tmp/apt";
Dir::Etc "/tmp/apt/etc";
Dir::Etc::SourceList "/workspace/sources.list";
Dir::Etc::TrustedParts "/workspace/keys";
Dir::State "/tmp/apt";
Dir::State::Lists "/tmp/apt/lists";
Dir::State::Status "/workspace/status";
Dir::Cache "/tmp/apt";
Dir::Cache::Archives "/tmp/apt/archives";
Dir::Log "/tmp/apt";
Acquire::Retries "0";
Acquire::Languages "none";
APT::Sandbox::User "";
APT::Cmd::Pattern-Only "true";
APT::Install-Suggests "false";
Debug::NoLocking "true";
`;
