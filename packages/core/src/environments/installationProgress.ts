import type { InstallProgress } from "./environment.ts";

/**
 * Turns the lines of uv and of pip into progress, counted in packages. `done` never falls, and `total` is reached by
 * `finish` only. `total` starts as what the lock names and falls as the installer says what this machine does not need.
 */
export class InstallationProgress {
  readonly #task: string;
  readonly #report: (progress: InstallProgress) => void;
  readonly #ready = new Set<string>();
  #collecting: string | undefined;
  #downloaded = false;
  /** Entries of the lock that are left, by package. */
  readonly #locked: Map<string, number>;
  #resolved: number | undefined;

  constructor(task: string, locked: ReadonlyMap<string, number>, report: (progress: InstallProgress) => void) {
    this.#task = task;
    this.#locked = new Map(locked);
    this.#report = report;
  }

  start(): void {
    this.#tell(undefined);
  }

  say(detail: string): void {
    this.#tell(detail);
  }

  /** This package has arrived. */
  ready(name: string): void {
    this.#ready.add(name);
    this.#tell(undefined);
  }

  finish(packages: number): void {
    this.#report({ task: this.#task, done: packages, total: packages });
  }

  /** Takes a line that an installer printed. */
  line(line: string): void {
    const resolved = /^Resolved (\d+) packages?/.exec(line)?.[1];
    if (resolved !== undefined) this.#resolved = Number(resolved);
    const ignored = /^Ignoring (\S+): markers/.exec(line)?.[1];
    if (ignored !== undefined) this.#ignore(ignored);

    const begun = /^Downloading (\S+) \(/.exec(line)?.[1];
    if (begun !== undefined) this.#tell(`downloading ${begun}`);
    const downloaded = /^ Downloaded (\S+)$/.exec(line)?.[1];
    if (downloaded !== undefined) this.ready(downloaded);

    const collecting = /^Collecting ([A-Za-z0-9._-]+)/.exec(line)?.[1];
    if (collecting !== undefined) this.#collect(collecting);
    if (/^(Prepared \d+ packages?|Installing collected packages)/.test(line)) this.#allAreReady();
  }

  #ignore(name: string): void {
    const left = (this.#locked.get(name) ?? 0) - 1;
    if (left > 0) this.#locked.set(name, left);
    else this.#locked.delete(name);
  }

  /** pip names a package when it begins with it, so the one before is ready. */
  #collect(name: string): void {
    if (this.#collecting !== undefined) this.#ready.add(this.#collecting);
    this.#collecting = name;
    this.#tell(`downloading ${name}`);
  }

  /** uv names the large packages only, so the others are counted here. */
  #allAreReady(): void {
    this.#downloaded = true;
    this.#tell("unpacking");
  }

  #tell(detail: string | undefined): void {
    const total = Math.max(this.#resolved ?? this.#locked.size, 1);
    const done = this.#downloaded ? total - 1 : Math.min(this.#ready.size, total - 1);
    this.#report({ task: this.#task, done, total, ...(detail === undefined ? {} : { detail }) });
  }
}
