/**
 * The one schema of what host, warden, init and worker say to each other.
 *
 * A frame is 4 bytes of payload length (little endian), 1 byte of type, and the payload: JSON, or bytes as they are.
 * `scripts/frames.ts` writes this table to sandbox/glovebox_sandbox/generated/frames.json, which the Python side reads.
 *
 * Order on the control socket (host and warden; keeper and reaper speak on it before the warden does):
 *   claimed, up, then any number of arm (answered by `gone` once that sandbox is wholly gone), kill, and attach
 *   (answered by `attached`, in order).
 *   `broken` instead of claimed or up: the outer wall cannot stand. The end of the stream ends the warden.
 * Order on a sandbox's connection (host and init):
 *   hello, ready            or hello, broken: this sandbox cannot be used
 *   prepare?                to start a program that waits, answered by `prepared`. Nothing is sent before `ready`
 *   (file, data*)*  run     the host lays files, then asks once
 *   started                 the clock runs
 *   (stdout | stderr)*      while the host may send stdin, stdin_end and stop; where `live`, also signal
 *   fed                     among them, where `live`: so many bytes of stdin more are out of init's hands
 *   (result | notes | returned)*   what the program shows, in order with its output
 *   error?                  the last that the worker reported
 *   (artifact, data*)*      the data of an artifact has exactly its announced size
 *   ended                   exactly once, last. A stream that stops without it: the sandbox crashed
 *   then the host may send keep, once, which is answered by kept
 *   or, instead of run: live, answered by alive. From then on the sandbox holds any number of guests (processes), each
 *   with a number that the host chose:
 *   spawn, branch           answered by spawned, in order. Then, of this guest, until end or gone:
 *     cell                  answered by cell_started, (said | report)*, (leaving (artifact, data*)*)?, cell_ended
 *     interrupt, feed, signal_guest, resize_guest   at any time; feed is answered by fed_guest as it leaves init's hands
 *     ask                   answered by report. Only while no cell runs
 *     packages_told         answers the report `packages` of the cell that runs, of which there is one at a time
 *     said                  also between cells: what the guest's threads and processes go on saying
 *     checkpointed          after cell_ended: what memory the sleeping copy holds, or why there is none
 *     revived               it died while no cell ran, and goes on as `recovered` says
 *     exited                it is over: a command's end, or an interpreter that cannot be had again
 *   file, data*             are laid over what is there, each answered by laid
 *   file_order              answered by file_answer. After one to read: (file_take, answered by file_piece)*, file_close;
 *                           after one to write: file_put*, file_close, which is answered where the file is to be kept
 * Order on the worker's pipes: worker ready or broken; init program; worker error at most as the last word. Or after
 *   ready: init prepare; the program that waits prepared; init arguments; that program error.
 *   Only `error` is ever believed to come from user code, and only as text.
 */
import { EntryKind, SignalName } from "@glovebox/protocol";
import { z } from "zod";
import { ErrorReport } from "../errorReport.ts";

const milliseconds = z.number().nonnegative();
const bytes = z.number().int().nonnegative();
const RawBytes = null;
/** With the pid, in the sandbox, of the worker's sleeper (sleeper.py). */
const Ready = z.strictObject({ sleeper: z.number().int() });
export const Failure = z.strictObject({ step: z.string(), message: z.string() });

export const Arm = z.strictObject({
  id: z.string(),
  token: z.string().describe("Proves to the host which sandbox a connection belongs to"),
  initUid: z.number().int(),
  userUid: z.number().int().nullable().describe("null where only one uid can be mapped"),
  cgroup: z.string().nullable().describe("The file through which a process joins it, below each cgroup folder"),
  workspaceBytes: bytes,
  fileBytes: bytes,
  openFiles: z.number().int(),
  processes: z.number().int().nullable().describe("null where the cgroup counts them"),
  terminals: z.boolean().describe("Whether it gets a /dev/pts of its own"),
  rehearsal: z.literal(false),
  ahead: z.boolean().describe("Whether to take the hot pages before the request comes"),
  fault: z.string().nullable().describe("The step that shall fail. For tests"),
});
export type Arm = z.infer<typeof Arm>;

/** What is started before there is a request. It reads `arguments` and says `prepared` and `error` itself. */
export const Prepare = z.strictObject({
  command: z.array(z.string()),
  variables: z.record(z.string(), z.string()),
});
export type Prepare = z.infer<typeof Prepare>;

const Program = {
  main: z.string(),
  arguments: z.array(z.string()),
  variables: z.record(z.string(), z.string()),
  workdir: z.string(),
  modulePath: z.array(z.string()).describe("Folders of Python packages, for the program and those that it starts"),
  command: z
    .array(z.string())
    .nullable()
    .describe("null: run the file in the interpreter that is already warm. Where one waits: what it is told"),
  returns: z.array(z.string()).describe("Variables whose values are reported, by the warm interpreter only"),
  svg: z.boolean().describe("Whether it reports figures as SVG too"),
  reports: z.boolean().describe("Whether a command may report an exception, as the warm interpreter does"),
};

export const Run = z.strictObject({
  ...Program,
  timeoutMs: milliseconds,
  outputBytes: bytes,
  watchMemoryBytes: bytes.nullable().describe("null where the cgroup limits it"),
  cpuMs: milliseconds.nullable(),
  artifacts: z.boolean().describe("Whether to send what the program leaves in its workspace"),
  live: z.boolean().describe("Whether the host goes on writing stdin while the program runs, and sends signals"),
});
export type Run = z.infer<typeof Run>;

export const Ending = z.strictObject({
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  reason: z.enum(["timed_out", "out_of_memory", "output_limit", "cancelled"]).nullable(),
  wallMs: milliseconds,
  cpuMs: milliseconds,
  peakMemoryBytes: bytes,
  notes: z.array(z.string()),
});
export type Ending = z.infer<typeof Ending>;

export const Fed = z.strictObject({ bytes });
export const ArtifactHeader = z.strictObject({ name: z.string(), size: bytes });
export type ArtifactHeader = z.infer<typeof ArtifactHeader>;
export const WardenFacts = z.strictObject({
  python: z.string(),
  landlock: z.number().int(),
  missing: z.array(z.string()),
});
export type WardenFacts = z.infer<typeof WardenFacts>;
export const Claimed = z.strictObject({ firstUid: z.number().int(), range: z.boolean() });
export type Claimed = z.infer<typeof Claimed>;
export const Gone = z.strictObject({ id: z.string(), step: z.string(), message: z.string() });

/** Folders of the shelf for one sandbox; see sandbox/glovebox_sandbox/layers.py. */
export const Attach = z.strictObject({
  id: z.string(),
  mounts: z.array(z.strictObject({ source: z.string(), target: z.string(), writable: z.boolean() })),
});
export type Attach = z.infer<typeof Attach>;
export const Attached = z.strictObject({ id: z.string(), step: z.string(), message: z.string() });
export type Attached = z.infer<typeof Attached>;
export const Kept = z.strictObject({
  files: z.number().int(),
  bytes: bytes.describe("What all of it takes on a disk"),
  problem: z.string().describe("Why it was not kept; empty where it was"),
  ofTheDisk: z.boolean().describe("Whether the problem is the host's disk, and not what the program left"),
});
export type Kept = z.infer<typeof Kept>;

/** The number of a process of a live sandbox. Raw frames that concern one begin with it, in 4 bytes, little endian. */
const guest = z.number().int().nonnegative();
export const Guest = z.strictObject({ guest });
export const FedGuest = z.strictObject({ guest, bytes });
export const Laid = z.strictObject({ problem: z.string().describe("Empty where it lies there") });
const cells = z.number().int().min(1).max(65_535);
const TerminalSize = { rows: cells, columns: cells };
export const Spawn = z.strictObject({
  guest,
  command: z.array(z.string()).nullable().describe("null: an interpreter of the warden's own Python"),
  dialect: z
    .enum(["frames", "texts", "none"])
    .describe("How it is given cells: as frames, as texts that end with NUL, or not at all: a command"),
  variables: z.record(z.string(), z.string()),
  workdir: z.string(),
  modulePath: z.array(z.string()),
  terminal: z.strictObject(TerminalSize).nullable().describe("null: it has three pipes"),
});
export type Spawn = z.infer<typeof Spawn>;
export const Spawned = z.strictObject({ guest, pid: z.number().int(), problem: z.string() });

const Mounted = {
  mounts: z.number().int().describe("How often packages were mounted in this sandbox since it stays"),
  folders: z.array(z.string()).describe("Where they are found"),
};
/** What a cell asks for: hostile, like everything that comes from user code. `request` is the asker's own number. */
export const PackagesWanted = z.object({
  request: z.number().int(),
  wishes: z.array(z.string().max(500)).max(200),
  upgrade: z.boolean().describe("Whether newer versions than those that are known already are looked for"),
});
export type PackagesWanted = z.infer<typeof PackagesWanted>;
export const PackagesTold = z.strictObject({
  guest,
  request: z.number().int(),
  problem: z.string().describe("Why they are not there; empty where they are"),
  ...Mounted,
});
export type PackagesTold = z.infer<typeof PackagesTold>;

export const CellOrder = z.strictObject({
  guest,
  source: z.string(),
  counts: z.boolean().describe("Whether it has a number of its own; else it is called cell 0"),
  stdin: z.boolean().describe("Whether the host feeds its stdin while it runs"),
  input: z.string().nullable().describe("What input() reads, where it is all there before"),
  variables: z.record(z.string(), z.string()).describe("Set while this cell runs"),
  returns: z.array(z.string()).describe("Variables whose values are reported"),
  svg: z.boolean().describe("Whether figures are reported as SVG too"),
  timeoutMs: milliseconds,
  graceMs: milliseconds.describe("How long after an interrupt the guest may go on before it is killed"),
  outputBytes: bytes,
  memoryBytes: bytes.describe("What the guest may hold itself, with no copy of it counted"),
  cpuMs: milliseconds.nullable(),
  artifacts: z.boolean(),
  packages: z
    .strictObject(Mounted)
    .describe("An interpreter that knows of fewer mounts takes the folders into its path before the cell"),
});
export type CellOrder = z.infer<typeof CellOrder>;
const Recovered = z
  .enum(["checkpoint", "clean"])
  .nullable()
  .describe("How the guest goes on after its death; null where it lives, or does not go on");
export const CellEnding = z.strictObject({
  ...Ending.shape,
  guest,
  disconnected: z.boolean().describe("Whether it was killed because it closed its own orders or reports"),
  died: z.boolean().describe("Whether the guest's process died; else it said itself that the cell is over"),
  recovered: Recovered,
});
export type CellEnding = z.infer<typeof CellEnding>;
export const Exited = z.strictObject({ ...Ending.shape, guest, recovered: Recovered });
export type Exited = z.infer<typeof Exited>;
export const Checkpointed = z.strictObject({ guest, bytes, why: z.string().describe("Empty where there is one") });

/** The number that the host gave an order for files. Raw frames that belong to one begin with it, as with a guest's. */
const request = z.number().int().nonnegative();
/** A path is absolute, in the sandbox. */
const path = z.string();
const attributes = z.record(z.string(), z.string()).describe("Extended attributes of the user, without their user.");
export const FileOrder = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("list"), request, path, depth: z.number().int() }),
  z.strictObject({ action: z.literal("stat"), request, path }),
  z.strictObject({ action: z.literal("read"), request, path, start: bytes, length: bytes.nullable() }),
  z.strictObject({ action: z.literal("write"), request, path, attributes }),
  z.strictObject({ action: z.literal("remove"), request, path, recursive: z.boolean() }),
  z.strictObject({ action: z.literal("rename"), request, path, to: path }),
  z.strictObject({ action: z.literal("make_folder"), request, path }),
]);
export type FileOrder = z.infer<typeof FileOrder>;
const Entry = z.strictObject({
  path,
  kind: EntryKind,
  size: bytes,
  mode: z.number().int(),
  modifiedMs: z.number().int(),
  attributes,
  target: z.string().nullable().describe("Where a link leads to, as it says itself"),
});
export const FileAnswer = z.strictObject({
  request,
  code: z.string().describe("The kernel's name of what went wrong; empty where it went well"),
  problem: z.string(),
  entries: z.array(Entry),
  more: z.boolean().describe("Of a list: whether it is cut. Of a folder that was to be made: whether it is new"),
});
export type FileAnswer = z.infer<typeof FileAnswer>;

/** What an interpreter says of itself: hostile, like everything that comes from user code. */
const Forked = z.strictObject({ pid: z.number().int(), why: z.string() });
const Live = z.strictObject({ watchMemoryBytes: bytes.nullable().describe("null where the cgroup limits it") });
export type Live = z.infer<typeof Live>;

/** Only in the warden's rehearsal, never to the host: which memory init and worker wrote to, and what the worker only looked at. */
const Pages = z.strictObject({
  who: z.enum(["init", "init_again", "worker", "seen"]),
  spans: z.array(z.tuple([z.number().int(), z.number().int()])).describe("Address and length in bytes"),
});

export const frames = {
  claimed: { letter: "c", payload: Claimed },
  up: { letter: "u", payload: WardenFacts },
  arm: { letter: "A", payload: Arm },
  kill: { letter: "K", payload: z.strictObject({ id: z.string() }) },
  gone: { letter: "g", payload: Gone },
  attach: { letter: "T", payload: Attach },
  attached: { letter: "t", payload: Attached },
  broken: { letter: "b", payload: Failure },
  hello: { letter: "h", payload: z.strictObject({ token: z.string() }) },
  ready: { letter: "r", payload: Ready },
  file: { letter: "F", payload: z.strictObject({ name: z.string(), size: bytes }) },
  data: { letter: "d", payload: RawBytes },
  run: { letter: "R", payload: Run },
  program: { letter: "p", payload: z.strictObject(Program) },
  prepare: { letter: "W", payload: Prepare },
  prepared: { letter: "w", payload: RawBytes },
  arguments: { letter: "N", payload: RawBytes },
  started: { letter: "s", payload: RawBytes },
  stdin: { letter: "I", payload: RawBytes },
  stdin_end: { letter: "E", payload: RawBytes },
  signal: { letter: "k", payload: z.strictObject({ name: SignalName }) },
  fed: { letter: "f", payload: Fed },
  stop: { letter: "S", payload: RawBytes },
  stdout: { letter: "o", payload: RawBytes },
  stderr: { letter: "e", payload: RawBytes },
  error: { letter: "x", payload: ErrorReport },
  pages: { letter: "P", payload: Pages },
  artifact: { letter: "a", payload: ArtifactHeader },
  ended: { letter: "z", payload: Ending },
  keep: { letter: "L", payload: z.strictObject({ folder: z.string().describe("Absolute, in the sandbox") }) },
  kept: { letter: "l", payload: Kept },
  live: { letter: "V", payload: Live },
  alive: { letter: "v", payload: RawBytes },
  spawn: { letter: "Y", payload: Spawn },
  branch: { letter: "B", payload: z.strictObject({ guest, from: guest }) },
  spawned: { letter: "y", payload: Spawned },
  cell: { letter: "C", payload: CellOrder },
  cell_started: { letter: "H", payload: Guest },
  said: { letter: "O", payload: RawBytes },
  report: { letter: "D", payload: RawBytes },
  leaving: { letter: "G", payload: Guest },
  cell_ended: { letter: "Z", payload: CellEnding },
  checkpointed: { letter: "M", payload: Checkpointed },
  revived: { letter: "U", payload: Exited },
  exited: { letter: "X", payload: Exited },
  laid: { letter: "+", payload: Laid },
  interrupt: { letter: "J", payload: Guest },
  feed: { letter: "i", payload: RawBytes },
  feed_end: { letter: "j", payload: Guest },
  fed_guest: { letter: "m", payload: FedGuest },
  signal_guest: { letter: "n", payload: z.strictObject({ guest, name: SignalName }) },
  resize_guest: { letter: "^", payload: z.strictObject({ guest, ...TerminalSize }) },
  ask: { letter: "Q", payload: z.strictObject({ guest, question: z.enum(["variables"]) }) },
  packages: { letter: "*", payload: PackagesWanted },
  packages_told: { letter: "@", payload: PackagesTold },
  end: { letter: "0", payload: Guest },
  file_order: { letter: "q", payload: FileOrder },
  file_answer: { letter: "!", payload: FileAnswer },
  file_take: { letter: ">", payload: z.strictObject({ request }) },
  file_piece: { letter: "<", payload: RawBytes },
  file_put: { letter: "&", payload: RawBytes },
  file_close: {
    letter: "-",
    payload: z.strictObject({ request, keep: z.boolean().describe("Of a file that was written: whether it is whole") }),
  },
  // Between init, the stem and interpreters (live/interpreter.py).
  stem: { letter: "1", payload: RawBytes },
  forked: { letter: "2", payload: Forked },
  checkpoint: { letter: "3", payload: RawBytes },
  rest: { letter: "%", payload: RawBytes },
  wake: { letter: "4", payload: RawBytes },
  woke: { letter: "5", payload: RawBytes },
  variables: { letter: "6", payload: RawBytes },
  result: { letter: "7", payload: RawBytes },
  notes: { letter: "?", payload: RawBytes },
  returned: { letter: "=", payload: RawBytes },
  done: { letter: "8", payload: RawBytes },
  told: { letter: "9", payload: RawBytes },
} as const;
export type FrameName = keyof typeof frames;

/** More than any frame needs. Checked before anything is allocated. */
export const MAX_PAYLOAD_BYTES = 32 * 1024 * 1024;
/** What user code may write into its report pipe at once. */
export const MAX_REPORT_BYTES = 16 * 1024 * 1024;
