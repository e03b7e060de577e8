import type { Command } from "commander";
import type { Field } from "./settings/fields.ts";
import { addSettingFlags } from "./settings/flags.ts";
import { isOfServer, type Origin, Settings } from "./settings/settings.ts";

const COMMON = ["host", "port", "dataDir"];

/** `glovebox config`. */
export function addConfigCommand(program: Command): void {
  const command = program
    .command("config")
    .description("the settings in force, and where each came from")
    .option("--json", "as JSON")
    .action(config);
  addSettingFlags(command, COMMON);
}

function config({ json, ...flags }: { json?: boolean; config?: string }): void {
  const { origins } = Settings.read({ flags, variables: process.env, takeFolderFile: true });
  process.stdout.write(json ? asJson(origins) : asLines(origins));
}

function asJson(origins: readonly Origin[]): string {
  const settings = origins.map(({ field: { name, flag, variable, otherVariable, description }, value, source }) => ({
    name,
    value: value ?? null,
    source,
    flag,
    variable,
    ...(otherVariable === undefined ? {} : { otherVariable }),
    description,
  }));
  return `${JSON.stringify({ settings }, null, 2)}\n`;
}

/** The settings of the server, those of every Glovebox, and the limits, each group with its own head. */
function asLines(origins: readonly Origin[]): string {
  const widths = [0, 1].map((column) => Math.max(...origins.map((origin) => cells(origin)[column]?.length ?? 0)));
  const groups = Map.groupBy(origins, groupOf);
  return [...groups]
    .map(([group, members]) => {
      const lines = members.map((origin) => {
        const [name = "", value = "", source = ""] = cells(origin);
        return `  ${name.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${source}`;
      });
      return `${group}\n${lines.join("\n")}\n`;
    })
    .join("\n");
}

function groupOf({ field }: Origin): string {
  if (field.path[0] === "limits") return "Limits of programs";
  if (field.path[0] === "piston") return "Piston's API";
  return isOfServer(field) ? "Server" : "Sandboxes";
}

function cells({ field, value, source }: Origin): [string, string, string] {
  return [field.name, shown(field, value), source];
}

function shown({ kind }: Field, value: unknown): string {
  if (value === undefined) return "-";
  if (kind === "json") return JSON.stringify(value);
  if (kind === "bytes" && typeof value === "number") return sizeOf(value);
  return Array.isArray(value) ? value.join(",") || "none" : String(value);
}

/** With the larger unit in brackets where it is a round one. */
function sizeOf(bytes: number): string {
  for (const [power, unit] of ["GiB", "MiB", "KiB"].entries()) {
    const factor = 1024 ** (3 - power);
    if (bytes >= factor && bytes % factor === 0) return `${bytes} (${bytes / factor} ${unit})`;
  }
  return String(bytes);
}
