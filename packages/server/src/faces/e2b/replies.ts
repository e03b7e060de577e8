import { availableParallelism } from "node:os";
import type { OpenSandbox } from "glovebox";
import type { E2bRecord } from "./records.ts";

/** What its libraries look at to know what they may ask for: octet streams, closing of stdin, entries of watched files. */
export const ENVD_VERSION = "0.6.4";
const CLIENT = "glovebox";
const MIB = 1024 * 1024;

/** What whoever makes or connects to a sandbox needs to reach it. */
export function accessTo(sandbox: OpenSandbox, { templateID, envdAccessToken, trafficAccessToken }: E2bRecord) {
  return {
    sandboxID: sandbox.id,
    templateID,
    clientID: CLIENT,
    envdVersion: ENVD_VERSION,
    ...(envdAccessToken === undefined ? {} : { envdAccessToken }),
    ...(trafficAccessToken === undefined ? {} : { trafficAccessToken }),
  };
}

export function listedSandbox(sandbox: OpenSandbox, { templateID, metadata }: E2bRecord) {
  const { state, createdAt, endsAt, limits } = sandbox.info;
  return {
    sandboxID: sandbox.id,
    templateID,
    clientID: CLIENT,
    envdVersion: ENVD_VERSION,
    state,
    startedAt: createdAt,
    endAt: endsAt,
    cpuCount: availableParallelism(),
    memoryMB: Math.floor(limits.memoryBytes / MIB),
    diskSizeMB: Math.floor(limits.workspaceBytes / MIB),
    metadata,
  };
}

export function detailedSandbox(sandbox: OpenSandbox, record: E2bRecord) {
  const { envdAccessToken, autoResume } = record;
  return {
    ...listedSandbox(sandbox, record),
    allowInternetAccess: false,
    lifecycle: { onTimeout: sandbox.pausesOnTimeout ? "pause" : "kill", autoResume },
    ...(envdAccessToken === undefined ? {} : { envdAccessToken }),
  };
}

/** In seconds since 1970. */
export type Span = { readonly start: number; readonly end: number };
/** Clients that ask for all until now have asked a moment ago, and count in whole seconds. */
const SLACK_S = 10;

/** What it uses now, and of the CPU what it has used since it was made, for there is no history. Empty where nobody counts. */
export function metricsOf(sandbox: OpenSandbox, { start, end }: Span) {
  const { usage, info } = sandbox;
  if (usage === undefined) return [];
  const now = Date.now();
  if (now / 1000 < start || now / 1000 > end + SLACK_S) return [];
  return [
    {
      timestamp: new Date(now).toISOString(),
      timestampUnix: Math.floor(now / 1000),
      cpuCount: availableParallelism(),
      cpuUsedPct: (100 * (usage.cpuMs ?? 0)) / Math.max(1, now - sandbox.createdAt.getTime()),
      memUsed: usage.memoryBytes,
      memTotal: info.limits.memoryBytes,
      memCache: 0,
      diskUsed: usage.fileBytes,
      diskTotal: info.limits.workspaceBytes,
    },
  ];
}
