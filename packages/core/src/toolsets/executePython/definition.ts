import { GloveboxError } from "@glovebox/protocol";

export type OpenAiTool = {
  readonly type: "function";
  readonly function: {
    readonly name: string;
    readonly description: string;
    readonly parameters: {
      readonly type: "object";
      readonly properties: Readonly<Record<string, { readonly type: "string"; readonly description: string }>>;
      readonly required: readonly string[];
    };
  };
};

/** Word for word what models have been given under this name, so that prompts that were made for it go on working. */
export const EXECUTE_PYTHON: OpenAiTool = {
  type: "function",
  function: {
    name: "execute_python",
    description:
      "Execute Python code in a secure sandbox environment via Piston API. Use for calculations, data analysis, file processing, and computational tasks.",
    parameters: {
      type: "object",
      properties: {
        code: {
          type: "string",
          description: "Python code to execute. Should be complete and self-contained.",
        },
        purpose: {
          type: "string",
          description: "Brief description of what the code is meant to accomplish",
        },
      },
      required: ["code", "purpose"],
    },
  },
};

/** A definition of its own for each caller, who may change it. */
export function openAiDefinition(format: string): readonly OpenAiTool[] {
  if (format === "openai") return [structuredClone(EXECUTE_PYTHON)];
  throw new GloveboxError("invalid_request", `unknown format ${JSON.stringify(format)}; known: openai`, {
    field: "format",
  });
}
