import { Buffer } from "node:buffer";
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { SHARE_ENV, Worker } from "node:worker_threads";
import { type CellOrder, Cells } from "../cells.ts";
import { load } from "../loading.ts";
import { withoutTypes } from "../types.ts";
import { HEARD } from "./listener.ts";
import { tell } from "./reports.ts";
import { StandardInput } from "./standardInput.ts";
import { renewOutput } from "./standardOutput.ts";

type Order =
  | { type: "cell"; order: CellOrder & { stdin: boolean; input: string | null } }
  | { type: "variables" }
  | { type: "interrupt" };

const { pid } = process;
const kill = process.kill.bind(process);
const OWN = fileURLToPath(import.meta.url);

/** Runs in the program's thread: one cell after another, as the other thread hears of them. */
export function serve(): void {
  const shared = new SharedArrayBuffer(4);
  const heard = new Int32Array(shared);
  const input = new StandardInput();
  const write = writeSync;
  renewOutput();
  provideRequire();
  quietly(() => load("node:path", [], undefined, false));
  const cells = new Cells({
    toJavaScript: process.argv[2] === "typescript" ? withoutTypes : undefined,
    emit: (result) => tell("result", result),
    sayError: (text) => write(2, text),
    own: new RegExp(`${OWN.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}|node:vm:|node:internal/`),
  });
  process.argv.splice(1);
  // The interrupt comes as a frame too, which says what to do.
  process.on("SIGINT", () => undefined);
  const listener = new Worker(new URL(import.meta.url), { workerData: shared, env: SHARE_ENV });
  const obey = (order: Order) => {
    if (order.type === "variables") tell("told", { variables: cells.variables() });
    else if (order.type === "interrupt") {
      Atomics.store(heard, HEARD, 1);
      Atomics.notify(heard, HEARD);
      renewOutput();
      cells.interrupt();
    } else {
      input.set(order.order);
      cells.run(order.order, (done) =>
        orDie(() => {
          input.release();
          tell("done", done);
        }),
      );
    }
  };
  listener.on("message", (order: Order) => orDie(() => obey(order)));
  listener.on("online", () => tell("done", { ok: true }));
}

/** What programs that are no modules find. */
function provideRequire(): void {
  const names = {
    require: createRequire(`${process.cwd()}/cell.js`),
    module: { exports: {} },
    exports: {},
    __dirname: process.cwd(),
    __filename: `${process.cwd()}/cell.js`,
  };
  for (const [name, value] of Object.entries(names))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  Object.defineProperty(globalThis, "Buffer", { value: Buffer, writable: true, configurable: true });
}

/** Does once what Node would warn of at the first import of a cell. */
function quietly(first: () => unknown): void {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  first();
  process.emitWarning = emitWarning;
}

/** Where a cell has damaged what we are made of, a new process is better. */
function orDie(act: () => void): void {
  try {
    act();
  } catch {
    kill(pid, "SIGKILL");
  }
}
