import { join } from "node:path";
import { defaultLimits } from "@glovebox/protocol";
import { Gate } from "../../packages/core/src/async/gate.ts";
import { Builder } from "../../packages/core/src/builds/builder.ts";
import { DummyEngine } from "../../packages/core/src/engines/dummy/dummyEngine.ts";
import type { Engine } from "../../packages/core/src/engines/engine.ts";
import { Engines, type Equipped } from "../../packages/core/src/engines/engines.ts";
import type { Environment } from "../../packages/core/src/environments/environment.ts";
import type { Environments } from "../../packages/core/src/environments/environments.ts";
import { Executions } from "../../packages/core/src/executions/executions.ts";
import { Opener } from "../../packages/core/src/executions/opening.ts";
import { ArtifactStore } from "../../packages/core/src/files/artifactStore.ts";
import { BlobStore } from "../../packages/core/src/files/blobStore.ts";
import { Files } from "../../packages/core/src/files/files.ts";
import { MemoryFileIndex } from "../../packages/core/src/files/memoryFileIndex.ts";
import { LayerStore } from "../../packages/core/src/layers/layerStore.ts";
import { Notebooks } from "../../packages/core/src/notebooks/notebooks.ts";
import { PackageInstaller } from "../../packages/core/src/packages/packageInstaller.ts";
import { Quota } from "../../packages/core/src/quota.ts";
import { RuntimeSwitches } from "../../packages/core/src/runtimes/switches.ts";
import { Sandboxes } from "../../packages/core/src/sandboxes/sandboxes.ts";
import { Sessions } from "../../packages/core/src/sessions/sessions.ts";
import type { Keeping } from "../../packages/core/src/wiring.ts";
import type { ServerSettings } from "../../packages/server/src/settings.ts";
import type { Box } from "../../packages/server/src/wiring.ts";

const BASE: Environment = {
  name: "base",
  directory: undefined,
  sitePackages: undefined,
  python: "3",
  packages: [],
  bytes: 0,
};

/** A Glovebox without walls: what it calls python is the toy language of the dummy engine. */
export async function openDummyBox(settings: ServerSettings, keeping: Keeping): Promise<Box> {
  return dummyBox(settings, keeping, ["1"]);
}

/** The same with these versions of its language. */
export function dummyBox(
  { dataDir, artifactBytes, filesBytes }: ServerSettings,
  { files: kept }: Keeping,
  versions: readonly string[],
): Box {
  const dummy = new DummyEngine();
  const engine: Engine = {
    name: "dummy",
    languages: ["python"],
    runtimes: async () => versions.map((version) => ({ language: "python", version, aliases: ["py"] })),
    diagnose: () => dummy.diagnose(),
    open: async (spec, signal) => {
      const sandbox = await dummy.open({ ...spec, language: "echo" }, signal);
      const runtime = { language: "python", version: spec.version ?? versions[0] ?? "", aliases: ["py"] };
      return Object.defineProperty(sandbox, "runtime", { value: runtime });
    },
    [Symbol.asyncDispose]: () => dummy[Symbol.asyncDispose](),
  };
  const artifacts = new ArtifactStore(
    new BlobStore({ directory: join(dataDir, "artifacts"), mostBytes: artifactBytes }),
  );
  const index = kept?.index ?? new MemoryFileIndex();
  const files = new Files({ index, directory: kept?.directory, mostBytes: filesBytes, artifacts });
  const environments: Environments = {
    list: async () => [{ name: "base", installed: [], outdated: [] }],
    find: async () => BASE,
    install: async () => BASE,
    remove: async () => [],
  };
  const dummyOnly: Equipped = { engine, environments, offersData: false, dataModules: new Set() };
  const engines = new Engines(new Map([["dummy", () => dummyOnly]]), "auto");
  const layers = new LayerStore({ dataDir, mostBytes: 1 });
  const packages = new PackageInstaller({ layers, mostBytes: 1, timeoutMs: 1 });
  const switches = new RuntimeSwitches(dataDir);
  const opener = new Opener({
    gate: new Gate(1_000),
    builder: new Builder(layers),
    layers,
    packages,
    switches,
    cellPackages: true,
  });
  const sessions = new Sessions({
    engines,
    opener,
    artifacts,
    files,
    gate: new Gate(1_000),
    limits: defaultLimits,
    quota: quotaOf(10),
  });
  const notebooks = new Notebooks(sessions);
  const executions = new Executions({ engines, artifacts, limits: defaultLimits, opener });
  const own = { limits: defaultLimits, maxAgeMs: 3_600_000, quota: quotaOf(100) };
  const sandboxes = new Sandboxes({ engines, opener, sessions, ...own });
  const toolchains = async () =>
    (await engines.runtimes()).map((runtime) => ({ ...runtime, enabled: switches.isEnabled(runtime) }));
  return {
    stream: (request, options) => executions.stream(request, options),
    streamNotebook: (request, options) => notebooks.stream(request, options),
    files,
    sessions,
    sandboxes,
    openArtifact: (sha256) => artifacts.open(sha256),
    runtimes: async () =>
      (await toolchains()).filter(({ enabled }) => enabled).map(({ enabled: _, ...runtime }) => runtime),
    toolchains,
    enableRuntime: async (language, version) => switches.enable(language, version),
    disableRuntime: async (language, version) => switches.disable(language, version),
    environments: () => environments.list(),
    warm: () => executions.warm(),
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]();
      files[Symbol.dispose]();
    },
  };
}

function quotaOf(most: number): Quota {
  return new Quota({
    what: "things",
    most,
    mostPerPrincipal: most,
    settings: { most: "most", mostPerPrincipal: "own" },
  });
}
