import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { Event } from "@glovebox/protocol";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import {
  type Box,
  ExecutionTool,
  emptyExecution,
  type Glovebox,
  GloveboxError,
  isEnded,
  PYTHON_TOOLSET,
  PythonInterpreterToolSet,
  PythonMcpTools,
  recordEvent,
  requireMcpToolset,
} from "glovebox";
import { protocolServer } from "./protocolServer.ts";

export type StdioOptions = {
  readonly box: Pick<Glovebox, "stream" | "sessions" | "openArtifact">;
  readonly toolset: string;
  readonly input: Readable;
  readonly output: Writable;
  /** Bytes of one message. */
  readonly maxMessageBytes: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told of failures that are ours. */
  readonly onFailure: (error: unknown) => void;
};

/** MCP for the one client that started this process. Resolves once the client has gone; what still runs is stopped. */
export async function serveMcpOverStdio(options: StdioOptions): Promise<void> {
  const { box, toolset, input, output, maxMessageBytes, signal, onFailure } = options;
  requireMcpToolset(toolset);
  const transport = new StdioServerTransport(input, output, { maxBufferSize: maxMessageBytes });
  const gone = Promise.race([once(input, "close"), once(input, "end"), aborted(signal)]);
  await using python = new PythonInterpreterToolSet(box);
  const openTools = (onEvent: (event: Event) => void) =>
    toolset === PYTHON_TOOLSET
      ? new PythonMcpTools(python, {})
      : new ExecutionTool(hearingBox(box, onEvent)).getMcpServer({ toolset });
  const server = () => protocolServer({ onFailure, openTools });
  const handle = serveStdio(server, { transport });
  await gone;
  await handle.close();
}

/** The same Glovebox, whose events somebody hears as they happen. */
function hearingBox(box: Pick<Glovebox, "stream">, onEvent: (event: Event) => void): Box {
  return {
    async execute(request, options) {
      const execution = { ...emptyExecution(request.metadata), language: request.language, id: options?.id ?? "" };
      for await (const event of box.stream(request, options)) {
        recordEvent(execution, event);
        onEvent(event);
      }
      if (isEnded(execution)) return execution;
      throw new GloveboxError("internal", "the execution's events stopped before it ended");
    },
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
