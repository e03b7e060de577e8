import type { Face } from "../face.ts";
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

/** Says of each that there is no such thing. */
export function tellWhatIsNotThere(face: Face): void {
  for (const [path, what] of Object.entries(NOT_THERE)) {
    face.all(path, (context) => {
      principalOfKey(context.req);
      return context.json({ code: 501, message: `Glovebox has no ${what}` }, 501);
    });
  }
}
