import type { Command } from "commander";
import { Glovebox } from "glovebox";
import { diagnosisText } from "./diagnosisText.ts";
import { addSomeFlags } from "./settings/flags.ts";
import { Settings } from "./settings/settings.ts";

/** `glovebox doctor`. */
export function addDoctorCommand(program: Command): void {
  const command = program
    .command("doctor")
    .description("which engine can run here, what keeps each promise, what is missing and what mends it")
    .option("--json", "as JSON")
    .addHelpText("after", "\nBuilds a sandbox and runs a program to know it. Exit code 1 where no engine can run.")
    .action(doctor);
  addSomeFlags(command, ["dataDir", "cgroups"]);
}

async function doctor({ json, ...flags }: { json?: boolean; config?: string }): Promise<void> {
  const { given } = Settings.read({ flags, variables: process.env, takeFolderFile: true });
  await using box = await Glovebox.open({ ...given, armed: 0 });
  const diagnosis = await box.diagnose();
  const colours = process.stdout.isTTY && !process.env["NO_COLOR"];
  process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis, { colours }));
  if (diagnosis.auto.engine === null) process.exitCode = 1;
}
