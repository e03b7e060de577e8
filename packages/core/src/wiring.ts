import { GloveboxError, type Limits } from "@glovebox/protocol";
import { Gate } from "./async/gate.ts";
import { Builder } from "./builds/builder.ts";
import { Engines, type Equipped } from "./engines/engines.ts";
import { NativeEngine } from "./engines/native/nativeEngine.ts";
import { remoteEnvironments } from "./engines/piston/environments.ts";
import { PistonEngine } from "./engines/piston/pistonEngine.ts";
import { modulesOfPortableData, portableEnvironments } from "./engines/portable/environments.ts";
import { PortableEngine } from "./engines/portable/portableEngine.ts";
import { PythonEnvironments } from "./environments/pythonEnvironments.ts";
import { modulesOfData } from "./environments/requiredEnvironment.ts";
import { EnvironmentStore } from "./environments/store.ts";
import { Executions } from "./executions/executions.ts";
import { Opener } from "./executions/opening.ts";
import { ArtifactStore } from "./files/artifactStore.ts";
import { BlobStore } from "./files/blobStore.ts";
import type { FileIndex } from "./files/fileIndex.ts";
import { Files } from "./files/files.ts";
import { MemoryFileIndex } from "./files/memoryFileIndex.ts";
import { LayerStore } from "./layers/layerStore.ts";
import { Notebooks } from "./notebooks/notebooks.ts";
import type { Settings } from "./options.ts";
import { PackageInstaller } from "./packages/packageInstaller.ts";
import { Quota } from "./quota.ts";
import { RuntimeSwitches } from "./runtimes/switches.ts";
import { pythonToolchain } from "./runtimes/toolchains/python.ts";
import { Sandboxes, type SandboxesOptions } from "./sandboxes/sandboxes.ts";
import { Sessions } from "./sessions/sessions.ts";

/** Everything that one Glovebox is made of. */
export type Parts = {
  readonly engines: Engines;
  readonly artifacts: ArtifactStore;
  readonly files: Files;
  readonly executions: Executions;
  readonly sessions: Sessions;
  readonly sandboxes: Sandboxes;
  readonly notebooks: Notebooks;
  readonly layers: LayerStore;
  /** Those of requests that name none. */
  readonly limits: Limits;
  readonly switches: RuntimeSwitches;
};

/** Where files that are put stay, and what is known of them. By default both end with the Glovebox. */
export type Keeping = { readonly files?: { readonly directory: string; readonly index: FileIndex } };
/** What auto may take: engines of this machine. Another machine's is for those who name it. */
const OWN_ENGINES = ["native", "portable"];

/** Puts the parts together. The only place that knows which engines there are. */
export function wire(settings: Settings, { files: kept }: Keeping = {}): Parts {
  const makers = new Map([
    ["native", () => native(settings)],
    ["portable", () => portable(settings)],
    ["piston", () => piston(settings)],
  ]);
  const engines = new Engines(makers, settings.engine, OWN_ENGINES);
  const artifacts = new ArtifactStore(
    new BlobStore({ directory: settings.artifactDir, mostBytes: settings.artifactBytes }),
  );
  const { directory, index } = kept ?? { directory: undefined, index: new MemoryFileIndex() };
  const files = new Files({ index, directory, mostBytes: settings.filesBytes, artifacts });
  const { limits } = settings;
  const layers = new LayerStore({ dataDir: settings.dataDir, mostBytes: settings.layerBytes });
  const packages = new PackageInstaller({
    layers,
    mostBytes: settings.packageBytes,
    timeoutMs: settings.packageTimeoutMs,
  });
  const switches = new RuntimeSwitches(settings.dataDir);
  const gate = new Gate(settings.concurrency);
  const { cellPackages } = settings;
  const opener = new Opener({ gate, builder: new Builder(layers), layers, packages, switches, cellPackages });
  const executions = new Executions({ engines, artifacts, limits, opener });
  const quota = quotaOfSessions(settings);
  const sessions = new Sessions({ engines, opener, artifacts, files, gate, limits, quota });
  const notebooks = new Notebooks(sessions);
  const sandboxes = new Sandboxes({ engines, opener, sessions, ...sandboxesOf(settings) });
  return { engines, artifacts, files, executions, sessions, sandboxes, notebooks, layers, limits, switches };
}

function quotaOfSessions({ sessions: most, sessionsPerPrincipal: mostPerPrincipal }: Settings): Quota {
  const names = { most: "sessions", mostPerPrincipal: "sessionsPerPrincipal" };
  return new Quota({ what: "sessions", most, mostPerPrincipal, settings: names });
}

function sandboxesOf({ sandboxes }: Settings): Pick<SandboxesOptions, "limits" | "maxAgeMs" | "quota"> {
  const { most, mostPerPrincipal, maxAgeMs, ...limits } = sandboxes;
  const names = { most: "sandboxes.most", mostPerPrincipal: "sandboxes.mostPerPrincipal" };
  return { limits, maxAgeMs, quota: new Quota({ what: "sandboxes", most, mostPerPrincipal, settings: names }) };
}

function native({ dataDir, armed, limits, uidBase, cgroups }: Settings): Equipped {
  const engine = new NativeEngine({ dataDir, armed, limits, uidBase, useCgroups: cgroups });
  const store = new EnvironmentStore({ dataDir });
  const environments = new PythonEnvironments(store, (version) => engine.toolchains.get(pythonToolchain, version));
  return { engine, environments, offersData: true, dataModules: modulesOfData };
}

function portable({ dataDir, armed, limits, wheelUrl }: Settings): Equipped {
  const engine = new PortableEngine({ dataDir, armed, limits });
  const environments = portableEnvironments(engine, dataDir, wheelUrl);
  return { engine, environments, offersData: false, dataModules: modulesOfPortableData() };
}

function piston({ limits, remotePiston }: Settings): Equipped {
  const { apiUrl, ...most } = remotePiston;
  if (apiUrl === undefined) {
    throw new GloveboxError("engine_unavailable", "no remote Piston is configured", {
      advice: "set PISTON_API_URL (remotePiston.apiUrl) to its address, such as http://piston:2000/api/v2",
      survives: "nothing",
    });
  }
  const engine = new PistonEngine({ url: apiUrl, limits, most });
  return { engine, environments: remoteEnvironments, offersData: false, dataModules: new Set() };
}
