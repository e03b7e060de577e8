import { GloveboxError } from "@glovebox/protocol";
import { Gate } from "./async/gate.ts";
import { NativeEngine } from "./engines/native/nativeEngine.ts";
import { EnvironmentStore } from "./environments/store.ts";
import { EnvironmentChoice } from "./executions/environmentChoice.ts";
import { Executions } from "./executions/executions.ts";
import { ArtifactStore } from "./files/artifactStore.ts";
import type { Settings } from "./options.ts";

/** Everything that one Glovebox is made of. */
export type Parts = {
  readonly engine: NativeEngine;
  readonly environments: EnvironmentStore;
  readonly artifacts: ArtifactStore;
  readonly executions: Executions;
};

/** Puts the parts together. The only place that knows which engines there are. */
export function wire(settings: Settings): Parts {
  const engine = new NativeEngine({
    dataDir: settings.dataDir,
    armed: settings.armed,
    limits: settings.limits,
    uidBase: settings.uidBase,
    useCgroups: settings.cgroups,
  });
  const environments = new EnvironmentStore({ dataDir: settings.dataDir });
  const choice = new EnvironmentChoice(environments, (version) => engine.toolchains.python(version));
  const artifacts = new ArtifactStore();
  const executions = new Executions({
    engineFor: ({ request }) => {
      if (request.engine !== "auto" && request.engine !== engine.name) throw unknownEngine(request.engine);
      return engine;
    },
    environmentFor: (request, signal) => choice.choose(request, signal),
    artifacts,
    limits: settings.limits,
    gate: new Gate(settings.concurrency),
  });
  return { engine, environments, artifacts, executions };
}

function unknownEngine(name: string): GloveboxError {
  return new GloveboxError("unknown_engine", `unknown engine ${JSON.stringify(name)}; known: auto, native`, {
    field: "engine",
  });
}
