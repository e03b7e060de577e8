import type { Environment } from "./environment.ts";
import type { InstallOptions, ListedEnvironment } from "./store.ts";

/** The environments of one engine: what its Python programs can run in. Versions are such as "3.11". */
export interface Environments {
  list(): Promise<ListedEnvironment[]>;
  /** Ready to use, or undefined. Throws `unknown_environment` for a name that nobody could install. */
  find(name: string, version: string | undefined): Promise<Environment | undefined>;
  install(name: string, version: string | undefined, options?: InstallOptions): Promise<Environment>;
  remove(name: string): Promise<Environment[]>;
}
