import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { GloveboxError, type Limits } from "@glovebox/protocol";
import { keyOf } from "../builds/builder.ts";
import type { Job, JobEnd, Layer, Tools, Workshop } from "../engines/engine.ts";
import type { Environment } from "../environments/environment.ts";
import type { LayerFacts, LayerStore } from "../layers/layerStore.ts";
import { findUpstreams } from "../registries/configuration/findUpstreams.ts";
import { RegistryMirror } from "../registries/registryMirror.ts";
import type { Upstreams } from "../registries/upstreams.ts";
import type { Language } from "../runtimes/language.ts";
import { installationFailed } from "./failures.ts";
import type { Installer, MakeShared, RunStep, Step } from "./installer.ts";
import { installers } from "./installers.ts";
import { type Asked, wishesOf } from "./wishes.ts";

const MiB = 1024 * 1024;
const SOCKET = "mirror.sock";
const EGRESS = "/opt/glovebox/glovebox_sandbox/installing/egress.py";
/** Installers keep what they unpack in memory until it is kept: beside it they need room to work. */
const WORKING_BYTES = 2048 * MiB;

export type PackageOptions = {
  readonly layers: LayerStore;
  /** Of one installation, everything unpacked. */
  readonly mostBytes: number;
  readonly timeoutMs: number;
  /** Default: those of this machine's configuration, looked for once. */
  readonly upstreams?: () => Promise<Upstreams>;
};

export type PackageRequest = {
  readonly language: Language;
  readonly packages: readonly string[];
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly environment: Environment;
  readonly tools: Tools;
  /** The day of which its versions are: what an earlier one was resolved to does not count. Default: any. */
  readonly asOf?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (progress: { task: string; done: number; total: number; detail?: string }) => void;
};

/** Installs packages in sandboxes, each set once: what was asked for names the layer that it became. */
export class PackageInstaller {
  readonly #options: PackageOptions;
  #upstreams: Promise<Upstreams> | undefined;

  constructor(options: PackageOptions) {
    this.#options = options;
  }

  /** How long one installation may take. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  /** What the request's packages and files ask for, in one form. Throws `invalid_request` for what names no package. */
  asked(language: Language, request: Pick<PackageRequest, "packages" | "main" | "files">): Asked {
    return wishesOf(language, installers.get(language.id), request);
  }

  /** The layer with these packages, installed first where it is missing. Throws `packages_failed`. */
  async layer(workshop: Workshop, request: PackageRequest, asked: Asked): Promise<Layer> {
    const { language, tools, environment, signal, asOf } = request;
    const installer = installers.get(language.id);
    if (installer === undefined) throw new GloveboxError("internal", `${language.id} has no installer`);
    const manifests = [...asked.manifests].map(([name, content]) => [name, digest(content)]);
    const machine = (await installer.onMachine?.()) ?? "";
    const day = asOf === undefined ? [] : [asOf];
    const place = environment.directory ?? "";
    const key = keyOf(installer.name, tools.fingerprint, asked.wishes, manifests, place, machine, ...day);
    const fill = (staging: string, stop: AbortSignal) =>
      new Installation(workshop, installer, request, asked, this.#options, () => this.#machine()).run(staging, stop);
    const { directory } = await this.#options.layers.get(key, fill, signal);
    return { place: installer.place, directory };
  }

  #machine(): Promise<Upstreams> {
    this.#upstreams ??= (this.#options.upstreams ?? findUpstreams)();
    return this.#upstreams;
  }
}

/** One set of packages on its way to a layer. */
class Installation {
  readonly #workshop: Workshop;
  readonly #installer: Installer;
  readonly #request: PackageRequest;
  readonly #asked: Asked;
  readonly #options: PackageOptions;
  readonly #upstreams: () => Promise<Upstreams>;
  #steps = 0;

  constructor(
    workshop: Workshop,
    installer: Installer,
    request: PackageRequest,
    asked: Asked,
    options: PackageOptions,
    upstreams: () => Promise<Upstreams>,
  ) {
    this.#workshop = workshop;
    this.#installer = installer;
    this.#request = request;
    this.#asked = asked;
    this.#options = options;
    this.#upstreams = upstreams;
  }

  async run(target: string, stop: AbortSignal): Promise<LayerFacts> {
    const { timeoutMs, layers } = this.#options;
    const late = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([stop, late]);
    const { tools, environment } = this.#request;
    const { wishes, manifests } = this.#asked;
    using temporary = new DisposableStack();
    const folder = () => {
      const made = layers.temporary();
      temporary.use(made);
      return made.directory;
    };
    const running = (until: AbortSignal): RunStep => {
      return (step) => this.#step(step, folder, until);
    };
    const shared = async (name: readonly string[], make: MakeShared) => {
      const key = keyOf("shared", this.#installer.name, ...name);
      const fill = async (into: string, until: AbortSignal) => ({ bytes: await make(into, running(until)), note: {} });
      const layer = await layers.get(key, fill, signal);
      temporary.use(layers.hold(layer));
      return layer.directory;
    };
    try {
      const upstreams = await this.#upstreams();
      const context = { tools, wishes, manifests, environment, upstreams, target, shared };
      const bytes = await this.#installer.install(context, running(signal));
      this.#say("installed");
      return { bytes, note: {} };
    } catch (error) {
      if (late.aborted && !stop.aborted) throw this.#failure(`it took longer than ${timeoutMs} ms`);
      throw error;
    }
  }

  async #step(step: Step, folder: () => string, signal: AbortSignal) {
    this.#say(step.task);
    const directory = step.into ?? folder();
    const layers: Layer[] = step.from === undefined ? [] : [{ place: "cache", directory: step.from }];
    const files = Object.entries(step.files ?? {}).map(([name, content]) => [name, bytesOf(content)] as const);
    const { script, variables = {} } = step;
    const job = { script, variables, files: new Map(files), limits: this.#limits(), layers };
    if (step.network !== true) return this.#finish(step, directory, await this.#workshop.run(job, directory, signal));
    const socket = folder();
    await using mirror = await this.#listen(socket, signal);
    const withMirror: Job = {
      ...job,
      script: `exec python3 -I ${EGRESS} /bin/sh -c "$STEP"`,
      variables: { ...variables, STEP: script },
      layers: [...layers, { place: "registries", directory: socket }],
    };
    const end = await this.#workshop.run(withMirror, directory, signal);
    return this.#finish(step, directory, end, mirror);
  }

  #finish(step: Step, directory: string, end: JobEnd, mirror?: RegistryMirror) {
    if (end.outcome.status === "succeeded") return { directory, stdout: end.stdout, bytes: end.bytes };
    throw this.#failure(step.task, end, mirror);
  }

  #failure(what: string, end?: JobEnd, mirror?: RegistryMirror): GloveboxError {
    const report = mirror?.report;
    return installationFailed({ installer: this.#installer.name, wishes: this.#names(), what, end, report });
  }

  /** A socket's path is short, whatever the data directory is called. */
  async #listen(directory: string, signal: AbortSignal): Promise<RegistryMirror> {
    const handle = openSync(directory, "r");
    try {
      const { mostBytes } = this.#options;
      const ecosystems = [this.#installer.ecosystem];
      const upstreams = await this.#upstreams();
      return await RegistryMirror.listen(`/proc/self/fd/${handle}/${SOCKET}`, {
        ecosystems,
        upstreams,
        mostBytes,
        signal,
      });
    } finally {
      closeSync(handle);
    }
  }

  #limits(): Limits {
    const { mostBytes, timeoutMs } = this.#options;
    return {
      timeoutMs,
      cpuMs: 86_400_000,
      memoryBytes: mostBytes * 2 + WORKING_BYTES,
      processes: 1024,
      outputBytes: 4 * MiB,
      fileBytes: mostBytes,
      openFiles: 8192,
      workspaceBytes: mostBytes,
    };
  }

  /** What was asked for, or else the files that ask for it. */
  #names(): readonly string[] {
    const { wishes, manifests } = this.#asked;
    return wishes.length > 0 ? wishes : [...manifests.keys()].map((name) => `the packages of ${name}`).slice(0, 1);
  }

  #say(task: string): void {
    const { onProgress } = this.#request;
    const done = task === "installed" ? 1 : 0;
    const what = this.#names();
    const detail = done === 1 ? {} : { detail: `${task} (step ${++this.#steps})` };
    onProgress({
      task: `installing ${what.slice(0, 5).join(", ")}${what.length > 5 ? ", …" : ""}`,
      done,
      total: 1,
      ...detail,
    });
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : content;
}

function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
