import type { EndedExecution } from "@glovebox/protocol";
import type { ExecutionOptions } from "../executions/executions.ts";
import type { RequestInput } from "../executions/request.ts";

/** What the tools need of a Glovebox: in this process, or a client of one far away. */
export interface Box {
  execute(request: RequestInput, options?: ExecutionOptions): Promise<EndedExecution>;
}
