/** How a toolchain is found on a machine, and asked what it is. Data: the machine is looked at elsewhere. */
export type ToolchainKind = {
  /** Names its place in sandboxes: /opt/<id>. */
  readonly id: string;
  /** Names that its main program may have. */
  readonly program: RegExp;
  /**
   * Folders to look in, beside PATH and the system's: absolute, or below the home folder with `~/`. A component `*`
   * is every folder there is: version managers keep a version in each.
   */
  readonly folders: readonly string[];
  /** Variables that name such a folder, and what leads from it to programs, such as `versions` and a `bin` in each. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Arguments that make the program say what it is. */
  readonly question: readonly string[];
  /** Reads that. Undefined where it is not of this kind, or not one that will do. */
  readonly read: (said: string, executable: string) => Told | undefined;
  /** Versions before it will not do. */
  readonly oldest?: string;
  /** The preferred one is the first that is found (what PATH means); else the newest. */
  readonly prefersPath?: boolean;
  /** Further files that may be its program, found in another way. */
  readonly known?: () => readonly string[];
  /** How to get one, as a sentence or a command. */
  readonly advice: string;
};

export type Told = {
  readonly version: string;
  /** The folder that holds all that belongs to it. Default: the one above the program's own. */
  readonly prefix?: string;
  /** The program itself, where the file that was asked is a shim. */
  readonly executable?: string;
  /** Whether it needs the library folder of its prefix on the loader's path. */
  readonly sharedLibrary?: boolean;
};
