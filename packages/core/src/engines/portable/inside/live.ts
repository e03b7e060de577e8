import { Buffer } from "node:buffer";
import { parseJson } from "../../frameFormat.ts";
import { portableFrames } from "../frameTable.ts";
import type { CellOrder, FileHeader, Live } from "../orders.ts";
import { tellFiles, type Workspace } from "./ending.ts";
import type { Host } from "./host.ts";
import type { Interrupter } from "./interrupter.ts";

/** A language that runs one cell after another. */
export interface Cells {
  readonly workspace: Workspace & { lay(files: ReadonlyMap<string, Uint8Array>): void; handedOver(): void };
  readonly interrupter: Interrupter;
  /** Answers a Done of engines/cellOutcome.ts as JSON. Never rejects. */
  run(cell: CellOrder): Promise<string>;
  /** Ends what the cell awaits. */
  interrupt(): void;
  /** As JSON. */
  variables(): string;
}

/** Serves orders until the host goes. They come by way of another thread, so that what a cell started goes on meanwhile. */
export function serveCells(host: Host, cells: Cells, { workspaceBytes }: Live): void {
  const files = new Map<string, Uint8Array>();
  let pieces: { content: Uint8Array; filled: number } | undefined;
  let running = false;
  const run = async (cell: CellOrder) => {
    running = true;
    cells.interrupter.forget();
    cells.workspace.lay(files);
    files.clear();
    host.sendJson("started", { at: performance.timeOrigin + performance.now() });
    const done = await cells.run(cell);
    running = false;
    host.send("done", Buffer.from(done));
    const notes = tellFiles(host, cells.workspace, workspaceBytes);
    cells.workspace.handedOver();
    host.sendJson("ended", { exitCode: 0, signal: null, notes });
  };
  const exit = Deno.exit;
  cells.interrupter.serve((order) => {
    if (order === null) return exit(0);
    const payload = Buffer.from(order.payload.buffer, order.payload.byteOffset, order.payload.byteLength);
    switch (portableFrames.nameOf(order.letter)) {
      case "file": {
        const { name, size } = parseJson(payload) as FileHeader;
        pieces = { content: new Uint8Array(size), filled: 0 };
        files.set(name, pieces.content);
        return;
      }
      case "data":
        pieces?.content.set(payload, pieces.filled);
        if (pieces !== undefined) pieces.filled += payload.length;
        return;
      case "cell":
        void run(parseJson(payload) as CellOrder);
        return;
      case "ask":
        host.send("told", Buffer.from(cells.variables()));
        return;
      case "stop":
        if (running) cells.interrupt();
        return;
      default:
        throw new RangeError(`the host may not send ${order.letter} here`);
    }
  });
  host.sendJson("alive", {});
}
