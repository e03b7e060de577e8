import { join } from "node:path";
import { type Environment, Glovebox, type Keeping } from "glovebox";
import { Admission } from "./admission/admission.ts";
import { Records } from "./executions/records.ts";
import { Runs } from "./executions/runs.ts";
import { type FacesApp, facesApp } from "./faces/app.ts";
import { aliasesOf } from "./faces/piston/aliases.ts";
import type { PistonParts } from "./faces/piston/app.ts";
import { connectRoute } from "./faces/piston/connect.ts";
import { offered } from "./faces/piston/offered.ts";
import type { RestParts } from "./faces/rest/app.ts";
import { streamRoute } from "./faces/rest/stream/route.ts";
import { Bodies } from "./guards/bodies.ts";
import { log } from "./log.ts";
import { Readiness } from "./readiness.ts";
import { LiveSessions } from "./sessions/liveSessions.ts";
import { gloveboxOptions, type ServerSettings } from "./settings.ts";
import { Sockets } from "./sockets.ts";
import { requireDiskSpace } from "./store/diskSpace.ts";
import type { ExecutionStore } from "./store/executionStore.ts";
import { SqliteStore } from "./store/sqliteStore.ts";
import { Telemetry } from "./telemetry/telemetry.ts";

/** What the server needs of a Glovebox. */
export type Box = AsyncDisposable &
  Pick<
    Glovebox,
    | "stream"
    | "streamNotebook"
    | "sessions"
    | "openArtifact"
    | "files"
    | "runtimes"
    | "environments"
    | "warm"
    | "toolchains"
    | "enableRuntime"
    | "disableRuntime"
    | "sandboxes"
  >;
/** Makes one. The store knows its files; contents lie below the data directory. */
export type OpenBox = (settings: ServerSettings, keeping: Keeping) => Promise<Box>;

/** Everything that one server is made of, but for the socket. Disposing ends it all, the last made first. */
export type Parts = AsyncDisposable & {
  readonly box: Box;
  readonly runs: Runs;
  readonly sessions: LiveSessions;
  readonly app: FacesApp;
  readonly sockets: Sockets;
};

/** Puts the parts together. Another box than the usual one is for tests. */
export async function wire(settings: ServerSettings, openBox: OpenBox = openGlovebox): Promise<Parts> {
  await using made = new AsyncDisposableStack();
  const store: ExecutionStore = made.use(await SqliteStore.open(settings));
  const files = { directory: join(settings.dataDir, "files"), index: store.files };
  const box = made.use(await openBox(settings, { files }));
  const telemetry = made.use(await Telemetry.open(settings.otel));
  const admission = new Admission({ places: settings.concurrency, queue: settings.queue });
  const runs = new Runs({ box, store, telemetry, admission });
  const sessions = new LiveSessions(box.sessions, admission);
  made.defer(() => sessions.close());
  made.defer(() => runs.stop());
  const readiness = new Readiness(runs, [() => requireDiskSpace(settings.dataDir), () => box.warm()]);
  void readiness.look(); // so that the first request finds what it needs
  const records = new Records({ box, runs, store });
  const shared = { runs, bodies: new Bodies(settings.maxBodyBytes), callers: settings, onFailure: log };
  const rest = {
    ...shared,
    records,
    sessions,
    files: box.files,
    maxFileBytes: settings.maxFileBytes,
    readiness,
    telemetry,
    inventory: {
      runtimes: async () => (await box.runtimes()).map((runtime) => ({ ...runtime, aliases: [...runtime.aliases] })),
      environments: async () =>
        (await box.environments()).map(({ name, installed }) => ({ name, installed: installed.map(listed) })),
    },
  };
  const piston = { ...shared, ...pistonParts(box, settings) };
  const e2b = { ...shared, admission, sandboxes: box.sandboxes, maxFileBytes: settings.maxFileBytes };
  const app = facesApp({
    rest,
    piston,
    mcp: { ...shared, sessions, openArtifact: (sha256) => box.openArtifact(sha256) },
    e2b,
  });
  const sockets = made.use(openSockets(piston, rest, settings));
  const owned = made.move();
  return { box, runs, sessions, app, sockets, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function pistonParts(
  box: Box,
  { piston, engine }: ServerSettings,
): Pick<PistonParts, "settings" | "runtimes" | "toolchains"> {
  const list = async () => offered(await box.toolchains(), engine);
  return {
    settings: piston,
    runtimes: async () =>
      (await list()).filter(({ enabled }) => enabled).map((each) => ({ ...each, aliases: aliasesOf(each) })),
    toolchains: {
      list,
      enable: (language, version) => box.enableRuntime(language, version),
      disable: (language, version) => box.disableRuntime(language, version),
    },
  };
}

/** A session may be watched by several clients, and most are watched by none. */
const CLIENTS_PER_SESSION = 2;

function openSockets(piston: PistonParts, rest: RestParts, settings: ServerSettings): Sockets {
  const { concurrency, queue, sessions } = settings;
  const connect = connectRoute(piston, concurrency + queue);
  const stream = streamRoute(rest, sessions * CLIENTS_PER_SESSION);
  return new Sockets({
    routes: (path) => connect(path) ?? stream(path),
    callers: settings,
    maxMessageBytes: settings.maxBodyBytes,
  });
}

export function openGlovebox(settings: ServerSettings, keeping: Keeping): Promise<Box> {
  const artifactDir = settings.artifactDir ?? join(settings.dataDir, "artifacts");
  return Glovebox.open({ ...gloveboxOptions(settings), artifactDir }, keeping);
}

/** Without the paths of this machine. */
function listed({ python, packages }: Environment) {
  return { python, packages: [...packages] };
}
