import { styleText } from "node:util";
import type { Diagnosis, EngineDiagnosis } from "glovebox";
import { wrapped } from "./wrapped.ts";

/** How far the reason for a promise is set in. */
const INDENT = 6;

type Look = { readonly colours: boolean };
type Colour = Parameters<typeof styleText>[0];

/** A diagnosis for people: every promise with what keeps it, then what is missing, last what `auto` takes. */
export function diagnosisText({ platform, engines, auto }: Diagnosis, look: Look): string {
  const choice = auto.engine === null ? paint("red", "no engine", look) : paint("bold", auto.engine, look);
  return [
    `platform: ${platform}`,
    ...engines.flatMap((engine) => ["", ...engineLines(engine, look)]),
    "",
    ...wrapped(`auto takes ${choice}: ${auto.reason}`, 0),
    "",
  ].join("\n");
}

function engineLines(engine: EngineDiagnosis, look: Look): string[] {
  const state = engine.usable ? paint("green", "usable", look) : paint("red", "not usable", look);
  const width = Math.max(0, ...Object.keys(engine.facts).map((name) => name.length));
  return [
    `${paint("bold", engine.engine, look)}: ${state}`,
    ...wrapped(engine.reason, 2),
    ...Object.entries(engine.facts).flatMap(([name, fact]) => wrapped(`${name.padEnd(width)}  ${fact}`, 2, width + 4)),
    ...engine.languages.map(({ language, versions }) => `  ${language}: ${versions.join(", ")}`),
    ...section("promises", promiseLines(engine, look)),
    ...section("missing", missingLines(engine, look)),
  ];
}

/** Where nothing runs, one line says so for all of them. */
function promiseLines({ usable, promises }: EngineDiagnosis, look: Look): string[] {
  if (!usable) return [];
  return promises.flatMap(({ promise, enforced, by }) => {
    const mark = enforced ? paint("green", "✓", look) : paint("red", "✗", look);
    return [`  ${mark} ${promise}`, ...wrapped(by, INDENT).map((line) => paint("dim", line, look))];
  });
}

function missingLines({ missing }: EngineDiagnosis, look: Look): string[] {
  return missing.flatMap(({ what, why, remedy }) => [
    `  ${paint("yellow", "!", look)} ${what}`,
    ...wrapped(why, INDENT),
    ...wrapped(`what to do: ${remedy}`, INDENT),
  ]);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `  ${title}`, ...lines];
}

function paint(colour: Colour, text: string, { colours }: Look): string {
  return colours ? styleText(colour, text, { validateStream: false }) : text;
}
