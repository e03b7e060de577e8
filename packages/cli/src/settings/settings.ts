import { ServerSettings } from "@glovebox/server/settings";
import { defaultLimits, GloveboxError, invalidRequest, issueText, Options } from "glovebox";
import { type Field, fieldsOf } from "./fields.ts";
import { CONFIG_VARIABLE, fromFile, fromFlags, fromVariables, type Given } from "./sources.ts";

export const CONFIG_FILE = "glovebox.config.json";

/** All settings of Glovebox, in the order in which they are listed. */
export const fields: readonly Field[] = Object.freeze(
  fieldsOf(ServerSettings).map((field) => ({
    ...field,
    fallback: field.fallback ?? valueAt({ limits: defaultLimits }, field.path),
  })),
);

/** Whether only a server has it; the others are those of every Glovebox. */
export function isOfServer({ path }: Field): boolean {
  return !((path[0] ?? "") in Options.shape);
}

export type Sources = {
  readonly flags: Readonly<Record<string, unknown>> & { readonly config?: string };
  readonly variables: Readonly<Record<string, string | undefined>>;
  /**
   * Whether the file in the working directory counts, though nobody named it. Not where strangers' programs are run in
   * their own folder: that folder must not say how it is sealed.
   */
  readonly takeFolderFile: boolean;
};

/** One setting in force. */
export type Origin = { readonly field: Field; readonly value: unknown; readonly source: string };

/** The settings in force, and where each came from. Read once, frozen. */
export class Settings {
  readonly server: ServerSettings;
  /** Only what somebody gave, as options of a Glovebox: what is missing keeps the default of whoever asks. */
  readonly given: Options;
  readonly origins: readonly Origin[];

  /** Flags win over variables, variables over the file, the file over the defaults. */
  static read({ flags, variables, takeFolderFile }: Sources): Settings {
    const named = flags.config ?? (variables[CONFIG_VARIABLE] || undefined);
    const file =
      named === undefined && !takeFolderFile
        ? []
        : fromFile(fields, named ?? CONFIG_FILE, { named: named !== undefined });
    const layers = [...file, ...fromVariables(fields, variables), ...fromFlags(fields, flags)];
    return new Settings(new Map(layers.map((given) => [given.field.name, given])));
  }

  private constructor(given: ReadonlyMap<string, Given>) {
    this.server = parse(given);
    this.given = Object.freeze(nested([...given.values()].filter(({ field }) => !isOfServer(field))));
    this.origins = Object.freeze(
      fields.map((field) => ({
        field,
        value: valueAt(this.server, field.path) ?? field.fallback,
        source: given.get(field.name)?.source ?? "default",
      })),
    );
  }
}

function parse(given: ReadonlyMap<string, Given>): ServerSettings {
  const parsed = ServerSettings.safeParse(nested([...given.values()]));
  if (parsed.success) return Object.freeze(parsed.data);
  const error = invalidRequest(parsed.error);
  const found = [...given.values()].find(({ field }) => isAt(error.field, field.name));
  if (found === undefined) throw error;
  const { field, source } = found;
  const issue = parsed.error.issues.find(({ path }) => isAt(path.join("."), field.name));
  const isItsName = [field.flag, field.variable, field.otherVariable, "PISTON_BIND_ADDRESS"].includes(source);
  const where = isItsName ? source : `${source}: ${field.name}`;
  const within = field.kind === "json" ? issue?.path.slice(field.path.length).join(".") : "";
  const what = `${within ? `${within}: ` : ""}${issue === undefined ? error.message : issueText(issue)}`;
  throw new GloveboxError("invalid_request", `${where}: ${what}`, { field: where });
}

/** Also an element of a list is at the list. */
function isAt(path: string | undefined, name: string): boolean {
  return path === name || (path?.startsWith(`${name}.`) ?? false);
}

function nested(given: readonly Given[]): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const { field, value } of given) {
    const [first = "", second] = field.path;
    if (second === undefined) whole[first] = value;
    else whole[first] = { ...(whole[first] as object | undefined), [second]: value };
  }
  return whole;
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  return valueAt(Object.entries(value).find(([name]) => name === key)?.[1], rest);
}
