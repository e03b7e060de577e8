import type { Event } from "@glovebox/protocol";
import { ProtocolError, ProtocolErrorCode, Server } from "@modelcontextprotocol/server";
import { GloveboxError, type McpOffer } from "glovebox";
import { Progress } from "./progress.ts";
import type { Withdrawal } from "./withdrawals.ts";

export type ProtocolServerOptions = {
  /** The tools of one call, whose events somebody hears. */
  readonly openTools: (onEvent: (event: Event) => void) => McpOffer;
  /** Told of failures that are ours. */
  readonly onFailure: (error: unknown) => void;
  /** How the client withdraws a request, where the library does not hear of it. */
  readonly withdrawal?: (requestId: string | number) => Withdrawal;
};

const INFO = { name: "glovebox", title: "Glovebox", version: "0.1.0" };

/** An MCP server for one client, or one request. Knows no transport. */
export function protocolServer({ openTools, onFailure, withdrawal }: ProtocolServerOptions): Server {
  const server = new Server(INFO, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", () => ({ tools: openTools(() => undefined).listTools() }));
  server.setRequestHandler("tools/call", async ({ params }, { mcpReq }) => {
    using progress = new Progress(mcpReq._meta?.progressToken, mcpReq.notify);
    using withdrawn = withdrawal?.(mcpReq.id);
    const signal = withdrawn === undefined ? mcpReq.signal : AbortSignal.any([mcpReq.signal, withdrawn.signal]);
    try {
      return await openTools((event) => progress.hear(event)).callTool(params.name, params.arguments, { signal });
    } catch (error) {
      if (error instanceof GloveboxError) throw invalidParams(error);
      onFailure(error);
      throw new ProtocolError(ProtocolErrorCode.InternalError, "Glovebox failed");
    }
  });
  return server;
}

function invalidParams({ message, code, field }: GloveboxError): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { code, field });
}
