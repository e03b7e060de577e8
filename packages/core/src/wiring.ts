import type { Limits } from "@glovebox/protocol";
import { Gate } from "./async/gate.ts";
import { Builder } from "./builds/builder.ts";
import { Engines, type Equipped } from "./engines/engines.ts";
import { NativeEngine } from "./engines/native/nativeEngine.ts";
import { modulesOfPortableData, portableEnvironments } from "./engines/portable/environments.ts";
import { PortableEngine } from "./engines/portable/portableEngine.ts";
import { PythonEnvironments } from "./environments/pythonEnvironments.ts";
import { modulesOfData } from "./environments/requiredEnvironment.ts";
import { EnvironmentStore } from "./environments/store.ts";
import { Executions } from "./executions/executions.ts";
import { Opener } from "./executions/opening.ts";
import { ArtifactStore } from "./files/artifactStore.ts";
import { BlobStore } from "./files/blobStore.ts";
import { LayerStore } from "./layers/layerStore.ts";
import type { Settings } from "./options.ts";
import { PackageInstaller } from "./packages/packageInstaller.ts";
import { pythonToolchain } from "./runtimes/toolchains/python.ts";

/** Everything that one Glovebox is made of. */
export type Parts = {
  readonly engines: Engines;
  readonly artifacts: ArtifactStore;
  readonly executions: Executions;
  readonly layers: LayerStore;
  /** Those of requests that name none. */
  readonly limits: Limits;
};

/** Puts the parts together. The only place that knows which engines there are. */
export function wire(settings: Settings): Parts {
  const makers = new Map([
    ["native", () => native(settings)],
    ["portable", () => portable(settings)],
  ]);
  const engines = new Engines(makers, settings.engine);
  const artifacts = new ArtifactStore(
    new BlobStore({ directory: settings.artifactDir, mostBytes: settings.artifactBytes }),
  );
  const { limits } = settings;
  const layers = new LayerStore({ dataDir: settings.dataDir, mostBytes: settings.layerBytes });
  const packages = new PackageInstaller({
    layers,
    mostBytes: settings.packageBytes,
    timeoutMs: settings.packageTimeoutMs,
  });
  const opener = new Opener({ gate: new Gate(settings.concurrency), builder: new Builder(layers), layers, packages });
  const executions = new Executions({ engines, artifacts, limits, opener });
  return { engines, artifacts, executions, layers, limits };
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
