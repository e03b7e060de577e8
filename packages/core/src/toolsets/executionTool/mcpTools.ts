import { GloveboxError } from "@glovebox/protocol";
import { z } from "zod";
import type { McpOffer } from "../mcpOffer.ts";
import { type ExecuteInput, readInput } from "./input.ts";
import { mcpToolset, type ToolDefinition } from "./mcpToolsets.ts";
import { ToolResult, ToolStatus } from "./toolResult.ts";

export type JsonSchema = { readonly type: "object"; readonly [keyword: string]: unknown };

/** A tool in the form of MCP's `tools/list`. */
export type McpTool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  readonly annotations: Readonly<Record<"readOnlyHint" | "destructiveHint" | "openWorldHint", boolean>>;
};

/** What MCP's `tools/call` answers: the envelope, and the same as text. */
export type McpToolResult = {
  readonly content: { readonly type: "text"; readonly text: string }[];
  readonly structuredContent: ToolResult;
  /** Whether the program did not come to its own end. An exit code other than 0 is no error of the tool. */
  readonly isError: boolean;
};

type CallOptions = { readonly signal?: AbortSignal };
/** Runs what `read` gives, and makes an envelope also of what it throws. */
type Run = (language: string, options: CallOptions, read: () => Partial<ExecuteInput>) => Promise<ToolResult>;

/** The tools of an MCP server without the server: to list, and to call. */
export class McpTools implements McpOffer {
  readonly #run: Run;
  readonly #definitions: readonly ToolDefinition[];

  /** Throws a GloveboxError where there is no toolset of that name. */
  constructor(run: Run, toolset: string) {
    this.#run = run;
    this.#definitions = mcpToolset(toolset);
  }

  listTools(): McpTool[] {
    const outputSchema = schemaOf(ToolResult);
    return this.#definitions.map(({ name, title, description, input }) => ({
      name,
      title,
      description,
      inputSchema: schemaOf(input),
      outputSchema,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    }));
  }

  /** Rejects only where there is no such tool; arguments that are wrong are told of in the result. */
  async callTool(name: string, args: unknown = {}, options: CallOptions = {}): Promise<McpToolResult> {
    const { input, language } = this.#named(name);
    const asked = language ?? languageIn(args);
    const result = await this.#run(asked, options, () => ({ language: asked, ...readInput(input, args) }));
    return {
      content: [{ type: "text", text: JSON.stringify(result) }],
      structuredContent: result,
      isError: result.status !== ToolStatus.COMPLETED,
    };
  }

  #named(name: string): ToolDefinition {
    const found = this.#definitions.find((each) => each.name === name);
    if (found !== undefined) return found;
    const known = this.#definitions.map((each) => each.name).join(", ");
    const message = `name: there is no tool ${JSON.stringify(name.slice(0, 200))}; known: ${known}`;
    throw new GloveboxError("invalid_request", message, { field: "name" });
  }
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return { ...rest, type: "object" };
}

function languageIn(args: unknown): string {
  const isObject = typeof args === "object" && args !== null;
  return isObject && "language" in args && typeof args.language === "string" ? args.language : "";
}
