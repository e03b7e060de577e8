import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";

/** The folder `sandbox` that holds the Python side: at the repository's root, or at the installed package's. */
export function sandboxSources(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const found = join(folder, "sandbox");
    if (existsSync(join(found, "glovebox_sandbox/outer.py"))) return found;
    if (folder === dirname(folder)) {
      throw new GloveboxError(
        "engine_unavailable",
        "the folder sandbox/glovebox_sandbox is missing from this installation",
        {
          advice: "install glovebox again",
          survives: "nothing",
        },
      );
    }
  }
}
