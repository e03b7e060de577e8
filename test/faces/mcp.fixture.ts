import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { ToolResult } from "../../packages/core/src/glovebox.ts";

/** The revisions of MCP that a client may speak. */
export const revisions = ["2025-11-25", "2026-07-28"] as const;
export type Revision = (typeof revisions)[number];

export function newClient(revision: Revision): Client {
  const mode = revision === "2025-11-25" ? "legacy" : { pin: revision };
  return new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
}

export type Connected = AsyncDisposable & { readonly client: Client };

export async function connect(
  url: string,
  revision: Revision,
  headers: Record<string, string> = {},
): Promise<Connected> {
  const client = newClient(revision);
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return { client, [Symbol.asyncDispose]: () => client.close() };
}

/** The envelope in an answer, which stands there as text too. */
export function envelopeOf(answer: { content: unknown; structuredContent?: unknown }): ToolResult {
  const result = ToolResult.parse(answer.structuredContent);
  const [first] = answer.content as { text: string }[];
  if (JSON.stringify(JSON.parse(first?.text ?? "")) !== JSON.stringify(answer.structuredContent))
    throw new Error("the text differs from the structured content");
  return result;
}
