import type { OpenSandbox } from "glovebox";
import { z } from "zod";
import { badRequest } from "./failures.ts";
import { parsed } from "./newSandbox.ts";
import type { E2bRecords } from "./records.ts";

const MOST = 100;
const Query = z.object({
  metadata: z.string().optional(),
  state: z.string().optional(),
  order: z.enum(["asc", "desc"]).default("desc"),
  startedAfter: z.iso.datetime({ offset: true }).optional(),
  template: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(MOST).default(MOST),
  nextToken: z.string().optional(),
});

export type Page = { readonly sandboxes: readonly OpenSandbox[]; readonly nextToken: string | undefined };

/** The sandboxes that a query of E2B's is for, and how to ask for those that come after them. */
export function pageOf(all: readonly OpenSandbox[], records: E2bRecords, query: Record<string, string>): Page {
  const { metadata, state, order, startedAfter, template, limit, nextToken } = parsed(Query, query);
  const states = state === undefined ? ["running", "paused"] : state.split(",");
  const since = startedAfter === undefined ? 0 : Date.parse(startedAfter);
  const pairs = [...new URLSearchParams(metadata)].map(([key, value]) => [decoded(key), decoded(value)] as const);
  const fits = (sandbox: OpenSandbox) => {
    const record = records.of(sandbox);
    if (record === undefined || !states.includes(sandbox.info.state) || sandbox.createdAt.getTime() < since)
      return false;
    return (
      (template === undefined || template === record.templateID) && pairs.every(([k, v]) => record.metadata[k] === v)
    );
  };
  const found = all.filter(fits);
  if (order === "desc") found.reverse();
  const start = nextToken === undefined ? 0 : found.findIndex(({ id }) => id === idOf(nextToken)) + 1;
  const sandboxes = found.slice(start, start + limit);
  const last = found.length > start + limit ? sandboxes.at(-1) : undefined;
  return { sandboxes, nextToken: last && Buffer.from(last.id).toString("base64url") };
}

function idOf(token: string): string {
  return Buffer.from(token, "base64url").toString("latin1");
}

/** Its libraries encode keys and values once more before they become a query. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest("metadata: must be URL-encoded", "metadata");
  }
}
