import { GloveboxError } from "@glovebox/protocol";
import type { JobEnd } from "../engines/engine.ts";
import type { MirrorReport } from "../registries/report.ts";

const LAST_LINES = 15;
const MOST_CHARACTERS = 4_000;

export type InstallationFailure = {
  readonly installer: string;
  readonly wishes: readonly string[];
  /** The step that failed, or what ended it. */
  readonly what: string;
  readonly end: JobEnd | undefined;
  readonly report: MirrorReport | undefined;
};

/** What the installer said last, and what to do. */
export function installationFailed({ installer, wishes, what, end, report }: InstallationFailure): GloveboxError {
  const why = end === undefined ? "" : `\n${lastLines(end)}`;
  const isTooMuch = report?.spentBytes !== undefined || isFull(end);
  const size = report?.spentBytes === undefined ? "" : `\nit would download more than ${report.spentBytes} bytes`;
  const hosts = [...(report?.failures ?? [])].map(([host, reason]) => `${host}: ${reason}`);
  const network = hosts.length === 0 ? "" : `\nregistries that failed: ${hosts.join("; ")}`;
  const names = wishes.length === 0 ? "the packages" : wishes.join(", ");
  return new GloveboxError(
    "packages_failed",
    `${installer} could not install ${names}: ${what}${ended(end)}${why}${size}${network}`,
    {
      field: "packages",
      advice: adviceOn(end, isTooMuch, hosts.length > 0),
    },
  );
}

function ended(end: JobEnd | undefined): string {
  if (end === undefined || end.outcome.status === "failed") return " failed";
  return ` ended as ${end.outcome.status}`;
}

function lastLines({ stdout, stderr }: JobEnd): string {
  const said = (stderr.trim() === "" ? stdout : stderr).trimEnd().split("\n");
  return said.slice(-LAST_LINES).join("\n").slice(-MOST_CHARACTERS);
}

/** What installers say where their folder is full; it has room for as much as may be kept. */
function isFull(end: JobEnd | undefined): boolean {
  return end !== undefined && /No space left on device|ENOSPC|os error 28/.test(end.stderr + end.stdout);
}

function adviceOn(end: JobEnd | undefined, isTooMuch: boolean, unreachable: boolean): string {
  if (isTooMuch) return "ask for fewer or smaller packages, or raise the setting packageBytes";
  if (unreachable)
    return "check the names, and that this machine reaches its package registries; then send the request again";
  if (end?.outcome.status === "out_of_memory") return "ask for fewer packages, or raise the setting packageBytes";
  if (end === undefined) return "ask for fewer packages at once, or raise the setting packageTimeoutMs";
  return "check the names and versions in packages; the lines above are the installer's own";
}
