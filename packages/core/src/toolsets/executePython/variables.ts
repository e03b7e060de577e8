import { GloveboxError, Limits } from "@glovebox/protocol";

export type Variables = Readonly<Record<string, string | undefined>>;

export type PistonVariables = {
  /** `piston` where PISTON_API_URL says where one is. Which URL that is, is the engine's to read. */
  readonly engine: string | undefined;
  /** With the version, if one is asked for: python@3.11. */
  readonly language: string;
  readonly version: string | undefined;
  readonly limits: Pick<Limits, "timeoutMs" | "memoryBytes" | "outputBytes">;
};

/** Reads PISTON_API_URL, PISTON_LANGUAGE and the others. A bad value throws a GloveboxError that names its variable. */
export function readPistonVariables(variables: Variables): PistonVariables {
  const text = (name: string) => variables[name]?.trim() || undefined;
  const language = text("PISTON_LANGUAGE") ?? "python";
  const wanted = text("PISTON_VERSION");
  const version = wanted === "*" ? undefined : wanted;
  return {
    engine: text("PISTON_API_URL") === undefined ? undefined : "piston",
    language: version === undefined ? language : `${language}@${version}`,
    version,
    limits: {
      timeoutMs: amount("PISTON_TIMEOUT", text("PISTON_TIMEOUT") ?? "30000", Limits.shape.timeoutMs),
      memoryBytes: amount("PISTON_MEMORY_LIMIT", text("PISTON_MEMORY_LIMIT") ?? "134217728", Limits.shape.memoryBytes),
      outputBytes: amount(
        "PISTON_MAX_OUTPUT_SIZE",
        text("PISTON_MAX_OUTPUT_SIZE") ?? "1048576",
        Limits.shape.outputBytes,
      ),
    },
  };
}

function amount(name: string, text: string, schema: typeof Limits.shape.timeoutMs): number {
  const parsed = schema.safeParse(Number(text));
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0]?.message ?? "is wrong";
  throw new GloveboxError("invalid_request", `${name} ${JSON.stringify(text)}: ${problem}`, { field: name });
}
