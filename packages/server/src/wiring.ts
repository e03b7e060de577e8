import { join } from "node:path";
import { type Environment, Glovebox, type Keeping } from "glovebox";
import { Admission } from "./admission/admission.ts";
import { Records } from "./executions/records.ts";
import { Runs } from "./executions/runs.ts";
import { type RestApp, restApp } from "./faces/rest/app.ts";
import { Bodies } from "./guards/bodies.ts";
import { log } from "./log.ts";
import { Readiness } from "./readiness.ts";
import { gloveboxOptions, type ServerSettings } from "./settings.ts";
import type { ExecutionStore } from "./store/executionStore.ts";
import { SqliteStore } from "./store/sqliteStore.ts";

/** What the server needs of a Glovebox. */
export type Box = Pick<Glovebox, "stream" | "openArtifact" | "files" | "runtimes" | "environments" | "warm"> &
  AsyncDisposable;
/** Makes one. The store knows its files; contents lie below the data directory. */
export type OpenBox = (settings: ServerSettings, keeping: Keeping) => Promise<Box>;

/** Everything that one server is made of, but for the socket. Disposing ends it all, the last made first. */
export type Parts = AsyncDisposable & { readonly box: Box; readonly runs: Runs; readonly app: RestApp };

/** Puts the parts together. Another box than the usual one is for tests. */
export async function wire(settings: ServerSettings, openBox: OpenBox = openGlovebox): Promise<Parts> {
  await using made = new AsyncDisposableStack();
  const store: ExecutionStore = made.use(await SqliteStore.open(settings));
  const files = { directory: join(settings.dataDir, "files"), index: store.files };
  const box = made.use(await openBox(settings, { files }));
  const runs = new Runs({
    box,
    store,
    admission: new Admission({ places: settings.concurrency, queue: settings.queue }),
  });
  made.defer(() => runs.stop());
  const readiness = new Readiness(runs, () => box.warm());
  void readiness.look(); // so that the first request finds what it needs
  const records = new Records({ box, runs, store });
  const app = restApp({
    runs,
    records,
    files: box.files,
    maxFileBytes: settings.maxFileBytes,
    readiness,
    inventory: {
      runtimes: async () => (await box.runtimes()).map((runtime) => ({ ...runtime, aliases: [...runtime.aliases] })),
      environments: async () =>
        (await box.environments()).map(({ name, installed }) => ({ name, installed: installed.map(listed) })),
    },
    bodies: new Bodies(settings.maxBodyBytes),
    callers: settings,
    onFailure: log,
  });
  const owned = made.move();
  return { box, runs, app, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

export function openGlovebox(settings: ServerSettings, keeping: Keeping): Promise<Box> {
  const artifactDir = settings.artifactDir ?? join(settings.dataDir, "artifacts");
  return Glovebox.open({ ...gloveboxOptions(settings), artifactDir }, keeping);
}

/** Without the paths of this machine. */
function listed({ python, packages }: Environment) {
  return { python, packages: [...packages] };
}
