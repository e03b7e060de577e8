import { type Command, Option } from "commander";
import { wrapped } from "../wrapped.ts";
import type { Field } from "./fields.ts";
import { CONFIG_FILE, fields } from "./settings.ts";

/** Adds a flag for each setting: the named ones with their help, in that order, the others listed in brief. */
export function addSettingFlags(command: Command, common: readonly string[]): void {
  const shown = common.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  for (const field of shown) command.addOption(optionOf(field));
  command.option(...CONFIG);
  const others = fields.filter((field) => !shown.includes(field));
  for (const field of others) command.addOption(optionOf(field).hideHelp());
  command.addHelpText("after", `\nFurther settings:\n${others.map(brief).join("\n")}\n${NAMES}`);
}

/** Adds flags for the named settings only, and for the file. */
export function addSomeFlags(command: Command, names: readonly string[]): void {
  for (const name of names) {
    const field = fields.find((known) => known.name === name);
    if (field !== undefined) command.addOption(optionOf(field));
  }
  command.option(...CONFIG);
}

const CONFIG = ["--config <file>", `file with settings (default: ${CONFIG_FILE} in this folder)`] as const;

const NAMES = `
Each setting has three names: the flag --max-body-bytes is GLOVEBOX_MAX_BODY_BYTES in the environment and maxBodyBytes in
the file. A flag wins over a variable, a variable over the file. Sizes may be written as 512m or 2g. glovebox config
shows what is in force, and where it came from.`;

function optionOf(field: Field): Option {
  return new Option(`${field.flag} ${argumentOf(field)}`, withDefault(field));
}

function argumentOf({ kind }: Field): string {
  switch (kind) {
    case "boolean":
      return "[true|false]";
    case "number":
      return "<number>";
    case "bytes":
      return "<size>";
    case "list":
      return "<a,b>";
    case "json":
      return "<json>";
    case "folder":
      return "<folder>";
    case "text":
      return "<text>";
  }
}

function withDefault({ description, fallback }: Field): string {
  const text = description.replace(/\.? Default:? .*$/, "");
  const value = Array.isArray(fallback) ? "none" : typeof fallback === "object" ? "{}" : String(fallback);
  return fallback === undefined ? text : `${text} (default: ${value})`;
}

function brief(field: Field): string {
  return wrapped(`${`${field.flag} ${argumentOf(field)}`.padEnd(36)}${withDefault(field)}`, 2, 38).join("\n");
}
