/** As much of a zod schema as is looked at here. */
export type Schema = {
  readonly def: { readonly type: string; readonly innerType?: unknown; readonly defaultValue?: unknown };
  readonly description?: string | undefined;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly meta?: () => Readonly<Record<string, unknown>> | undefined;
};

/** How a setting's text is read. */
export type Kind = "number" | "bytes" | "boolean" | "text" | "folder" | "list" | "json";

/** One setting, under the three names by which it is given. */
export type Field = {
  readonly path: readonly string[];
  /** In the file: `limits.timeoutMs`. */
  readonly name: string;
  /** `--limits-timeout-ms` */
  readonly flag: string;
  /** `GLOVEBOX_LIMITS_TIMEOUT_MS` */
  readonly variable: string;
  /** The same in another program's environment, such as PISTON_RUN_TIMEOUT. */
  readonly otherVariable?: string | undefined;
  readonly kind: Kind;
  readonly description: string;
  /** undefined where it has none, or where it depends on another setting. */
  readonly fallback: unknown;
};

export const PREFIX = "GLOVEBOX_";

/** The settings of a schema, those of nested objects one by one. */
export function fieldsOf(schema: Schema, above: readonly string[] = []): Field[] {
  return Object.entries(schema.shape ?? {}).flatMap(([key, value]) => {
    const outer = value as Schema;
    const { inner, fallback } = unwrap(outer);
    const path = [...above, key];
    if (inner.def.type === "object") return fieldsOf(inner, path);
    const words = path.flatMap((part) => part.split(/(?=[A-Z])/)).map((word) => word.toLowerCase());
    return [
      {
        path,
        name: path.join("."),
        flag: `--${words.join("-")}`,
        variable: `${PREFIX}${words.join("_").toUpperCase()}`,
        otherVariable: otherVariableOf(outer),
        kind: kindOf(key, inner),
        description: outer.description ?? inner.description ?? "",
        fallback,
      },
    ];
  });
}

/** The key under which commander keeps a flag's value. */
export function flagKey({ flag }: Field): string {
  return flag.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function otherVariableOf(schema: Schema): string | undefined {
  const variable = schema.meta?.()?.["variable"];
  return typeof variable === "string" ? variable : undefined;
}

/** What stands behind defaults and optionals. */
function unwrap(schema: Schema): { inner: Schema; fallback: unknown } {
  const { type, innerType, defaultValue } = schema.def;
  if (type !== "default" && type !== "optional" && type !== "prefault") return { inner: schema, fallback: undefined };
  const { inner, fallback } = unwrap(innerType as Schema);
  return { inner, fallback: type === "default" ? defaultValue : fallback };
}

function kindOf(key: string, { def }: Schema): Kind {
  switch (def.type) {
    case "number":
      return /(Bytes|Size|MemoryLimit)$/.test(key) ? "bytes" : "number";
    case "literal":
    case "boolean":
      return "boolean";
    case "array":
      return "list";
    case "record":
      return "json";
    default:
      return key.endsWith("Dir") ? "folder" : "text";
  }
}
