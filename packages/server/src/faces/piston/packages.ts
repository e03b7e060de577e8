import { GloveboxError } from "@glovebox/protocol";
import { highestMatch, semverOf } from "./versions.ts";

/** A toolchain of this machine, and whether programs may use it. */
export type Toolchain = { readonly language: string; readonly version: string; readonly enabled: boolean };

export interface Toolchains {
  list(): Promise<readonly Toolchain[]>;
  enable(language: string, version: string): Promise<void>;
  disable(language: string, version: string): Promise<void>;
}

export type Package = { readonly language: string; readonly version: string };
type ListedPackage = { readonly language: string; readonly language_version: string; readonly installed: boolean };

/** Piston's packages are toolchains, and to install one is to let programs use it. */
export class Packages {
  readonly #toolchains: Toolchains;

  constructor(toolchains: Toolchains) {
    this.#toolchains = toolchains;
  }

  async list(): Promise<ListedPackage[]> {
    const all = (await this.#toolchains.list()).map(({ language, version, enabled }) => ({
      language,
      language_version: semverOf(version),
      installed: enabled,
    }));
    // Several engines may have the same one.
    return [...new Map(all.map((each) => [`${each.language}-${each.language_version}`, each])).values()];
  }

  async install(wish: unknown): Promise<Package> {
    const found = await this.#find(wish);
    if (found.enabled) throw failed("Already installed");
    await this.#toolchains.enable(found.language, found.version);
    return { language: found.language, version: semverOf(found.version) };
  }

  async uninstall(wish: unknown): Promise<Package> {
    const found = await this.#find(wish);
    const version = semverOf(found.version);
    if (!found.enabled) throw failed(`${found.language}-${version} is not installed`);
    await this.#toolchains.disable(found.language, found.version);
    return { language: found.language, version };
  }

  async #find(wish: unknown): Promise<Toolchain> {
    const { language, version } = (wish ?? {}) as Readonly<Record<string, unknown>>;
    const named = (await this.#toolchains.list()).filter((each) => each.language === language);
    const found = typeof version === "string" ? highestMatch(named, version) : undefined;
    if (found !== undefined) return found;
    const asked = `${String(language).slice(0, 200)}-${String(version).slice(0, 200)}`;
    throw new GloveboxError("not_found", `Requested package ${asked} does not exist`);
  }
}

/** Piston answers these with 500, and its clients look for that. */
export class PackageFailure extends Error {}

function failed(message: string): PackageFailure {
  return new PackageFailure(message);
}
