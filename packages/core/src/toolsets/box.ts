import type { EndedExecution, NotebookRun } from "@glovebox/protocol";
import type { ExecutionOptions } from "../executions/executions.ts";
import type { RequestInput } from "../executions/request.ts";
import type { NotebookInput, NotebookOptions } from "../notebooks/notebooks.ts";

/** What the tools need of a Glovebox: in this process, or a client of one far away. */
export interface Box {
  execute(request: RequestInput, options?: ExecutionOptions): Promise<EndedExecution>;
  /** Only of one that can keep sessions. */
  runNotebook?(request: NotebookInput, options?: NotebookOptions): Promise<NotebookRun>;
}
