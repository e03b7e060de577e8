import { type ResolveFnOutput, registerHooks, stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { compileFunction, constants } from "node:vm";
import type { IFs } from "memfs";

const WORKSPACE_URL = "file:///workspace/";
/** Modules of Node that a program gets from us, or not at all. */
const OWN = "glovebox:";
const UNAVAILABLE = new Set(["worker_threads", "cluster", "inspector", "inspector/promises", "repl"]);
const TYPESCRIPT = /\.[cm]?ts$/;
const ENDINGS = ["", ".js", ".mjs", ".cjs", ".ts", ".json", "/index.js", "/index.ts"];

type Module = { exports: unknown };
type CommonJs = ReturnType<typeof compileFunction>;
type Require = (id: string) => unknown;

/** Finds a program's modules in its workspace, in memory, as CommonJS or as ES modules. */
export class Modules {
  readonly #own: ReadonlyMap<string, object>;
  readonly #fs: IFs;
  #typescriptMain = "";
  readonly #loaded = new Map<string, Module>();
  readonly #builtin = process.getBuiltinModule.bind(process) as (id: string) => object | undefined;

  constructor(fs: IFs) {
    this.#fs = fs;
    this.#own = new Map<string, object>([
      ["fs", fs],
      ["fs/promises", fs.promises],
      ["process", process],
    ]);
  }

  install(): void {
    const require = this.#requireFrom("/workspace");
    Object.assign(globalThis, { require });
    process.getBuiltinModule = ((id: string) => this.#ownModule(id) ?? this.#builtin(id)) as never;
    registerHooks({
      resolve: (specifier, context, next) =>
        this.#resolve(specifier, context.parentURL, () => next(specifier, context)),
      load: (url, context, next) => {
        const source = this.#load(url);
        return source === undefined ? next(url, context) : { format: "module", source, shortCircuit: true };
      },
    });
    Object.assign(globalThis, { [Symbol.for(OWN)]: (id: string) => this.#ownModule(id) });
  }

  /** As Node does: CommonJS, unless its ending, its package or its syntax says otherwise. */
  async runMain(path: string, typescript: boolean): Promise<void> {
    if (typescript) this.#typescriptMain = path;
    if (!typescript && !this.#isModule(path)) {
      const compiled = this.#compile(path);
      if (compiled !== undefined) {
        this.#evaluate(path, compiled);
        return;
      }
    }
    await import(`file://${path}`);
  }

  #isModule(path: string): boolean {
    if (/\.(mjs|mts|ts)$/.test(path)) return true;
    if (/\.(cjs|cts)$/.test(path)) return false;
    try {
      return JSON.parse(this.#text(join(dirname(path), "package.json"))).type === "module";
    } catch {
      return false; // none, or none that can be read
    }
  }

  #resolve(specifier: string, parent: string | undefined, next: () => ResolveFnOutput): ResolveFnOutput {
    const name = specifier.replace(/^node:/, "");
    if (this.#own.has(name) || UNAVAILABLE.has(name)) return { url: OWN + name, shortCircuit: true, format: "module" };
    const local = specifier.startsWith("file:///workspace/") || /^\.{0,2}\//.test(specifier);
    if (!local || !(parent ?? WORKSPACE_URL).startsWith("file:")) return next();
    const base = (parent ?? "").startsWith(WORKSPACE_URL) ? parent : WORKSPACE_URL;
    const url = new URL(specifier, base);
    if (!url.href.startsWith(WORKSPACE_URL)) return next();
    const found = this.#find(decodeURIComponent(url.pathname));
    if (found === undefined) throw notFound(specifier);
    return { url: `file://${found}`, shortCircuit: true, format: "module" };
  }

  #load(url: string): string | undefined {
    if (url.startsWith(OWN)) return this.#ownSource(url.slice(OWN.length));
    if (!url.startsWith(WORKSPACE_URL)) return undefined;
    const path = decodeURIComponent(new URL(url).pathname);
    const text = this.#text(path);
    if (path.endsWith(".json")) return `export default ${text}`;
    if (path.endsWith(".cjs")) return `export default globalThis.require(${JSON.stringify(path)})`;
    return path === this.#typescriptMain || TYPESCRIPT.test(path) ? plain(text) : text;
  }

  /** An ES module that hands on the names of an object. */
  #ownSource(name: string): string {
    const names = Object.keys(this.#ownModule(name) ?? {}).filter((each) => /^[A-Za-z_$][\w$]*$/.test(each));
    const exported = names.filter((each) => each !== "default").map((each) => `export const ${each} = own.${each};`);
    return `const own = globalThis[Symbol.for("${OWN}")](${JSON.stringify(name)});\nexport default own;\n${exported.join("\n")}`;
  }

  #ownModule(id: string): object | undefined {
    const name = id.replace(/^node:/, "");
    if (UNAVAILABLE.has(name)) throw new Error(`node:${name} is not available in a sandbox of the portable engine`);
    return this.#own.get(name);
  }

  #requireFrom(folder: string): Require {
    return (id) => {
      const own = this.#ownModule(id);
      if (own !== undefined) return own;
      if (!/^(\.{0,2}\/|\.{1,2}$)/.test(id)) {
        const builtin = this.#builtin(id);
        if (builtin !== undefined) return builtin;
        throw notFound(id);
      }
      const path = this.#find(join(id.startsWith("/") ? "" : folder, id));
      if (path === undefined) throw notFound(id);
      return this.#require(path);
    };
  }

  #require(path: string): unknown {
    const known = this.#loaded.get(path);
    if (known !== undefined) return known.exports;
    if (path.endsWith(".json")) return JSON.parse(this.#text(path));
    const compiled = this.#compile(path);
    if (compiled === undefined) throw new Error(`${path} is an ES module; use import`);
    return this.#evaluate(path, compiled);
  }

  /** undefined for a text that is no CommonJS. Its first line stays the first, so that traces name the right ones. */
  #compile(path: string): CommonJs | undefined {
    const text = this.#text(path).replace(/^#!.*/, "");
    const source = TYPESCRIPT.test(path) ? plain(text) : text;
    try {
      return compileFunction(source, ["exports", "require", "module", "__filename", "__dirname"], {
        filename: path,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  #evaluate(path: string, compiled: CommonJs): unknown {
    const module: Module = { exports: {} };
    this.#loaded.set(path, module);
    const require = Object.assign(this.#requireFrom(dirname(path)), { main: module, cache: {} });
    compiled.call(module.exports, module.exports, require, module, path, dirname(path));
    return module.exports;
  }

  #find(path: string): string | undefined {
    return ENDINGS.map((ending) => path + ending).find((each) => {
      return this.#fs.existsSync(each) && this.#fs.statSync(each).isFile();
    });
  }

  #text(path: string): string {
    return this.#fs.readFileSync(path, "utf8") as string;
  }
}

/** JavaScript from TypeScript: its types blanked where they stand, or rewritten where it has enums and the like. */
export function plain(text: string): string {
  try {
    return stripTypeScriptTypes(text, { mode: "strip" });
  } catch {
    return stripTypeScriptTypes(text, { mode: "transform" });
  }
}

function notFound(id: string): Error {
  const advice = "; packages cannot be installed in the portable engine, so bring it among the files";
  return Object.assign(new Error(`Cannot find module '${id}'${/^[./]/.test(id) ? "" : advice}`), {
    code: "MODULE_NOT_FOUND",
  });
}
