import type { Diagnosis, EngineDiagnosis } from "@glovebox/protocol";

/** The engines that `auto` may take, the first usable one wins. */
const PREFERENCE = ["native", "portable"];

/** Which engine `auto` takes, and why, as a sentence. */
export function chooseEngine(diagnoses: readonly EngineDiagnosis[]): Diagnosis["auto"] {
  const known = PREFERENCE.flatMap((name) => diagnoses.find(({ engine }) => engine === name) ?? []);
  const chosen = known.find(({ usable }) => usable);
  const refused = known.slice(0, chosen === undefined ? known.length : known.indexOf(chosen)).map(whyNot);
  if (chosen === undefined) return { engine: null, reason: ["no engine can run here", ...refused].join("; ") };
  return { engine: chosen.engine, reason: [...refused, chosen.reason].join("; ") };
}

function whyNot({ engine, reason }: EngineDiagnosis): string {
  return `not ${engine}: ${reason}`;
}
