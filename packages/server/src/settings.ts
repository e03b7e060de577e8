import { invalidRequest } from "@glovebox/protocol";
import { Options } from "glovebox";
import { z } from "zod";
import { PistonSettings } from "./pistonSettings.ts";
import { OtelSettings } from "./telemetry/settings.ts";

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** How a server is set up: the options of the Glovebox that it serves, and its own. Each field has a default. */
export const ServerSettings = z.strictObject({
  ...Options.shape,
  dataDir: Options.shape.dataDir.describe(
    "Folder for environments, records, artifacts and files. Default: glovebox in $XDG_DATA_HOME, else ~/.local/share/glovebox",
  ),
  artifactDir: Options.shape.artifactDir.describe(
    "Folder where artifacts' contents stay. Default: artifacts in dataDir",
  ),
  artifactBytes: whole("bytes", 1, 1024 * 1024 * GiB)
    .default(10 * GiB)
    .describe("Bytes of artifacts kept on disk; past that the oldest go"),
  filesBytes: whole("bytes", 1, 1024 * 1024 * GiB)
    .default(10 * GiB)
    .describe("Bytes of uploaded files kept on disk; past that the oldest go"),
  concurrency: Options.shape.concurrency.meta({ variable: "PISTON_MAX_CONCURRENT_JOBS" }),
  host: z
    .string("must be a name or an address")
    .regex(/^[^\s/]+$/, "must be a name or an address, such as 127.0.0.1, without scheme or port")
    .default("127.0.0.1")
    .describe("The address to listen on. One that is not loopback needs insecureNoAuth as well"),
  port: whole("", 0, 65_535).default(4747).describe("The port to listen on; 0 takes a free one"),
  insecureNoAuth: z
    .boolean("must be true or false")
    .default(false)
    .describe("true: listen beyond loopback although whoever reaches the port may run code"),
  allowedHosts: names("a host name, without scheme or port, such as gb.example.com").describe(
    "Further names accepted in the Host header, beside localhost, 127.0.0.1, [::1] and host",
  ),
  allowedOrigins: names("a web origin, such as https://app.example.com").describe(
    "Web origins that may call; all others are rejected",
  ),
  maxBodyBytes: whole("bytes", KiB, GiB)
    .default(100 * MiB)
    .describe("Size of one request's body; a larger one is answered with 413"),
  maxFileBytes: whole("bytes", 1, 1024 * GiB)
    .default(GiB)
    .describe("Size of one uploaded file; a larger one is answered with 413"),
  queue: whole("executions", 0, 100_000)
    .default(512)
    .describe("Executions that may wait for their turn; past that the answer is 429"),
  keepExecutions: whole("records", 1, 100_000_000)
    .default(100_000)
    .describe("Records of executions kept; past that the oldest go"),
  drainMs: whole("milliseconds", 0, 86_400_000)
    .default(30_000)
    .describe("How long a server that is told to stop waits for what runs"),
  requestTimeoutMs: whole("milliseconds", 1, 3_600_000)
    .default(30_000)
    .describe("Time within which a request must be read whole, and within which more of an upload must come"),
  otel: OtelSettings.prefault({}).describe("Where traces and metrics of executions go"),
  piston: PistonSettings.prefault({}).describe("What the Piston face allows"),
});
/** What may be given. */
export type ServerSettingsInput = z.input<typeof ServerSettings>;
/** What a server runs with. */
export type ServerSettings = Readonly<z.output<typeof ServerSettings>>;

/** Reads settings once. A bad value throws a GloveboxError that names it. */
export function readServerSettings(settings: ServerSettingsInput = {}): ServerSettings {
  const parsed = ServerSettings.safeParse(settings);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return Object.freeze(parsed.data);
}

/** Those among a server's settings that are the options of the Glovebox in it. */
export function gloveboxOptions(settings: ServerSettings): Options {
  return Options.parse(Object.fromEntries(Object.entries(settings).filter(([name]) => name in Options.shape)));
}

function whole(unit: string, minimum: number, maximum: number) {
  const of = unit === "" ? "" : ` of ${unit}`;
  const message = `must be a whole number${of} from ${minimum} to ${maximum}`;
  return z.number(message).int(message).min(minimum, message).max(maximum, message);
}

function names(what: string) {
  return z.array(z.string().regex(/^[^\s,]+$/, `must be ${what}`), `must be a list; each is ${what}`).default([]);
}
