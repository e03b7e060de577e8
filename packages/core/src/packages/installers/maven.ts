import { join } from "node:path";
import { nearestFolder, PRODUCT } from "../../runtimes/language.ts";
import {
  FROM,
  type InstallContext,
  type Installer,
  type MakeShared,
  REGISTRIES,
  type RunStep,
  type SourceFiles,
  WishProblem,
} from "../installer.ts";

const PART = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
const WISH = new RegExp(`^(${PART}):(${PART})(?::([A-Za-z0-9_][A-Za-z0-9_.+-]*))?$`);
/** Of Maven itself, which comes from the repository like its plugins: few machines have the same. */
const MAVEN = {
  version: "3.9.12",
  sha512:
    "0a1be79f02466533fc1a80abbef8796e4f737c46c6574ede5658b110899942a94db634477dfd3745501c80aef9aac0d4f841d38574373f7e2d24cce89d694f70",
};
const GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";
const REPOSITORY = `${REGISTRIES}/maven`;
const POMS = "/opt/glovebox/glovebox_sandbox/installing/maven_poms.py";

/** The layer is a folder of jars. Maven chooses them by a pom that names dependencies only; see maven_poms.py. */
export const maven: Installer = {
  ecosystem: "maven",
  name: "Maven",
  place: "packages",
  read(wish) {
    const [, group, artifact, version] = WISH.exec(wish) ?? [];
    if (group === undefined || artifact === undefined)
      throw new WishProblem("is not group:artifact:version, such as com.google.code.gson:gson:2.11.0");
    return `${group}:${artifact}:${version ?? "RELEASE"}`;
  },
  inFiles,
  install,
};

async function install(context: InstallContext, run: RunStep): Promise<number> {
  const { tools, wishes, manifests, target, shared } = context;
  const from = await shared([MAVEN.version, GOAL, tools.fingerprint], prepare(tools.tool("")));
  const [own = "pom.xml"] = manifests.keys();
  const { bytes } = await run({
    // Its own repository is for this time only: nothing that two installations write.
    script: `cp -r ${FROM}/repository /tmp/repository || exit
python3 -I ${POMS} "$POM" ${REPOSITORY} ${wishes.map((wish) => `'${wish}'`).join(" ")} || exit
${mvn(`-f "$POM" -DoutputDirectory=${PRODUCT}`)}`,
    variables: { ...java(tools.tool("")), POM: own },
    files: { ...Object.fromEntries(manifests), "settings.xml": SETTINGS },
    network: true,
    task: "downloading",
    from,
    into: target,
  });
  return bytes;
}

/** Maven, and the plugin that copies artifacts with all that it needs itself: the same for everybody. */
function prepare(javaHome: string): MakeShared {
  return async (target, run) => {
    const { bytes } = await run({
      script: `python3 -I -c "$FETCH" && tar -xzf /tmp/maven.tar.gz -C ${PRODUCT} || exit
mv ${PRODUCT}/apache-maven-* ${PRODUCT}/maven || exit
python3 -I ${POMS} pom.xml ${REPOSITORY} junit:junit:4.13.2 || exit
${mvn("-DoutputDirectory=/tmp/jars", `${PRODUCT}/maven`)} && mv /tmp/repository ${PRODUCT}
rm -r ${PRODUCT}/repository/junit ${PRODUCT}/repository/org/hamcrest`,
      variables: { ...java(javaHome), FETCH },
      files: { "settings.xml": SETTINGS },
      network: true,
      task: "downloading Maven",
      into: target,
    });
    return bytes;
  };
}

/** It is over before the second compiler pays. */
function java(home: string): Record<string, string> {
  return { JAVA_HOME: home, HOME: "/tmp/home", MAVEN_OPTS: "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" };
}

const FETCH = `import hashlib, urllib.request
address = "${REPOSITORY}/org/apache/maven/apache-maven/${MAVEN.version}/apache-maven-${MAVEN.version}-bin.tar.gz"
try:
    content = urllib.request.urlopen(address).read()
except OSError as error:
    raise SystemExit(f"error: {address}: {error}")
if hashlib.sha512(content).hexdigest() != "${MAVEN.sha512}":
    raise SystemExit("Maven's archive is not the one that it should be: " + address)
open("/tmp/maven.tar.gz", "wb").write(content)`;

/** Names of jars are with their group: two groups may have an artifact of the same name. */
function mvn(more: string, home = `${FROM}/maven`): string {
  const settings = "-s /workspace/settings.xml -gs /workspace/settings.xml";
  const options = `--batch-mode --quiet --strict-checksums ${settings} -Dmaven.repo.local=/tmp/repository`;
  return `${home}/bin/mvn ${options} ${GOAL} -Dmdep.prependGroupId=true -DexcludeTypes=pom ${more}`;
}

const SETTINGS = `<settings><mirrors><mirror>
<id>glovebox</id><mirrorOf>*</mirrorOf><url>${REPOSITORY}/</url>
</mirror></mirrors></settings>`;

/** The pom.xml of the program's own folder comes first. One without dependencies and parent has nothing to install. */
function inFiles({ main, files }: SourceFiles) {
  const all = [...files.keys()].filter((name) => /(?:^|\/)pom\.xml$/.test(name));
  const folder = nearestFolder("pom.xml", { main, files: [...files.keys()] });
  const needsSome = all.some((name) => /<(?:dependency|parent)>/.test(Buffer.from(files.get(name) ?? []).toString()));
  if (folder === undefined || !needsSome) return { wishes: [], manifests: [] };
  const own = join(folder, "pom.xml");
  return { wishes: [], manifests: [own, ...all.filter((name) => name !== own)] };
}
