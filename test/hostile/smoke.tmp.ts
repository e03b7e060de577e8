import { startHost } from "../hosts/host.ts";
import { users } from "../hosts/modes.ts";
import { program } from "../programs/programs.ts";
for (const mode of users) {
  await using host = await startHost({ mode });
  for (const name of process.argv.slice(2)) {
    const [file = "", ...args] = name.split(" ");
    const run = await host.execute(program(file, ...args));
    console.log("=====", mode.name, file, run.stdout, run.stderr, JSON.stringify(run.outcome));
  }
}
