import type { Context } from "hono";
import type { Face, FaceEnv } from "../face.ts";
import { principalOfKey } from "./principal.ts";

/** Paths of E2B's API for what is not here. Its libraries would take a 404 for a sandbox that is not there. */
const NOT_THERE: Readonly<Record<string, string>> = {
  "/sandboxes/:id/fork": "forks",
  "/sandboxes/:id/snapshots": "snapshots",
  "/snapshots": "snapshots",
  "/snapshots/*": "snapshots",
  "/templates": "templates of your own",
  "/templates/*": "templates of your own",
  "/v2/templates/*": "templates of your own",
  "/v3/templates": "templates of your own",
  "/volumes": "volumes",
  "/volumes/*": "volumes",
  "/secrets": "secrets",
  "/secrets/*": "secrets",
};

export const pathsNotThere = Object.keys(NOT_THERE);

/** Says of each that there is no such thing. `requireSandbox` throws where the sandbox of a path is not there either. */
export function tellWhatIsNotThere(face: Face, requireSandbox: (context: Context<FaceEnv>) => unknown): void {
  for (const [path, what] of Object.entries(NOT_THERE)) {
    face.all(path, (context: Context<FaceEnv>) => {
      principalOfKey(context.req);
      if (path.includes(":id")) requireSandbox(context);
      return context.json({ code: 501, message: `Glovebox has no ${what}` }, 501);
    });
  }
}
