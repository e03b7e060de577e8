import { GloveboxError } from "@glovebox/protocol";
import { z } from "zod";
import type { McpTool } from "../executionTool/mcpTools.ts";
import type { McpAnswer, McpOffer } from "../mcpOffer.ts";
import type { PythonAnswer } from "./answer.ts";
import { pythonTools } from "./definitions.ts";
import type { Client, InterpretersAnswer, PythonInterpreterToolSet } from "./pythonInterpreterToolSet.ts";

const Answer = z.looseObject({ success: z.boolean(), error: z.string().optional() });

/** The Python toolset for one client of an MCP server. Figures are for the client: they go beside the result. */
export class PythonMcpTools implements McpOffer {
  readonly #tools: PythonInterpreterToolSet;
  readonly #client: Client;

  constructor(tools: PythonInterpreterToolSet, client: Client) {
    this.#tools = tools;
    this.#client = client;
  }

  listTools(): McpTool[] {
    return Object.entries(pythonTools).map(([name, { title, description, input }]) => ({
      name,
      title,
      description,
      inputSchema: schemaOf(input),
      outputSchema: schemaOf(Answer),
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    }));
  }

  async callTool(name: string, args: unknown = {}, { signal }: { signal?: AbortSignal } = {}): Promise<McpAnswer> {
    if (!(name in pythonTools)) throw unknownTool(name);
    try {
      const client = signal === undefined ? this.#client : { ...this.#client, signal };
      return told(await this.#tools.call(name, args, client));
    } catch (error) {
      if (!(error instanceof GloveboxError)) throw error;
      const { message, code, field, advice } = error;
      return told({ success: false, error: message, code, field, advice });
    }
  }
}

type Told = PythonAnswer | InterpretersAnswer | { success: false; error: string; [name: string]: unknown };

function told(answer: Told): McpAnswer {
  const { base64_uri, hidden_to_model, ...shown } = answer as PythonAnswer;
  return {
    content: [{ type: "text", text: JSON.stringify(shown) }],
    structuredContent: shown,
    isError: !answer.success,
    ...(base64_uri === undefined ? {} : { _meta: { base64_uri, hidden_to_model } }),
  };
}

function schemaOf(schema: z.ZodType): McpTool["inputSchema"] {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return { ...rest, type: "object" };
}

function unknownTool(name: string): GloveboxError {
  const known = Object.keys(pythonTools).join(", ");
  const message = `name: there is no tool ${JSON.stringify(name.slice(0, 200))}; known: ${known}`;
  return new GloveboxError("invalid_request", message, { field: "name" });
}
