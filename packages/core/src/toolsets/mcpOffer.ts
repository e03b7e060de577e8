import type { McpTool } from "./executionTool/mcpTools.ts";

/** Tools as an MCP server offers them, without the server. */
export interface McpOffer {
  listTools(): McpTool[];
  /** Rejects only where there is no such tool; what is wrong with its arguments is told in the result. */
  callTool(name: string, args?: unknown, options?: { readonly signal?: AbortSignal }): Promise<McpAnswer>;
}

/** What MCP's `tools/call` answers. */
export type McpAnswer = {
  readonly content: { readonly type: "text"; readonly text: string }[];
  readonly structuredContent: { readonly [name: string]: unknown };
  readonly isError: boolean;
  /** For the client, not for the model. */
  readonly _meta?: { readonly [name: string]: unknown };
};
