import { GloveboxError } from "@glovebox/protocol";
import type { Context as SandboxContext } from "glovebox";
import type { Context } from "hono";
import { z } from "zod";
import { readJson } from "../../guards/body.ts";
import type { FaceEnv } from "../face.ts";
import { known } from "../failures.ts";
import type { Addressee } from "./addressee.ts";
import type { DataRoute } from "./data.ts";
import { executionLines } from "./executionLines.ts";
import { messageOf } from "./failures.ts";
import { parsed } from "./newSandbox.ts";
import type { E2bParts } from "./parts.ts";
import { absolute } from "./paths.ts";

const Language = z.string().max(100).nullish();
const Execute = z.object({
  code: z.string("must be a string"),
  context_id: z.string().nullish(),
  language: Language,
  env_vars: z.record(z.string(), z.string()).nullish(),
});
const NewContext = z.object({ language: Language, cwd: z.string().max(4_096).nullish() });

/** E2B's code interpreter: contexts, and code that runs in them. It tells its refusals as plain text. */
export function interpreterRoutes(parts: E2bParts): readonly DataRoute[] {
  const execute = async (context: Context<FaceEnv>, { sandbox }: Addressee) => {
    const wanted = parsed(Execute, await bodyOf(context, parts));
    if (wanted.context_id && wanted.language)
      return context.text("Only one of context_id or language can be provided", 400);
    const { signal } = context.req.raw;
    const within = wanted.context_id
      ? sandbox.contexts.get(wanted.context_id)
      : await sandbox.contexts.of(normal(wanted.language), signal);
    const session = await within.session(signal);
    const run = { code: wanted.code, env: wanted.env_vars ?? {} };
    const lines = executionLines({ sandbox, session, run, signal, onFailure: parts.onFailure, context });
    return context.body(lines, 200, { "Content-Type": "application/x-ndjson", "Cache-Control": "no-store" });
  };

  const create = async (context: Context<FaceEnv>, { sandbox }: Addressee) => {
    const { language, cwd } = parsed(NewContext, await bodyOf(context, parts));
    const workdir = cwd ? absolute(cwd) : undefined;
    const made = await sandbox.contexts.create({ language: normal(language), workdir }, context.req.raw.signal);
    return context.json(told(made));
  };

  const list = (context: Context<FaceEnv>, { sandbox }: Addressee) =>
    context.json(sandbox.contexts.list().map((each) => told(each)));

  const restart = async (context: Context<FaceEnv>, { sandbox }: Addressee) => {
    await sandbox.contexts.get(context.req.param("id") ?? "").restart();
    return context.json(null);
  };

  const remove = async (context: Context<FaceEnv>, { sandbox }: Addressee) => {
    await sandbox.contexts.remove(context.req.param("id") ?? "");
    return context.json(null);
  };

  return [
    { method: "GET", path: "/health", handle: (context) => context.json("OK") },
    { method: "POST", path: "/execute", handle: inText(execute) },
    { method: "GET", path: "/contexts", handle: list },
    { method: "POST", path: "/contexts", handle: inText(create) },
    { method: "POST", path: "/contexts/:id/restart", handle: inText(restart) },
    { method: "DELETE", path: "/contexts/:id", handle: inText(remove) },
  ];
}

/** What the caller did wrong is told as text, as its libraries show it. */
function inText(handle: DataRoute["handle"]): DataRoute["handle"] {
  return async (context, to) => {
    try {
      return await handle(context, to);
    } catch (error) {
      if (!(error instanceof GloveboxError)) throw error;
      const { code } = known(error);
      if (code === "not_found") return context.text(messageOf(error), 404);
      if (code === "invalid_request" || code === "unknown_language") return context.text(messageOf(error), 400);
      throw error;
    }
  };
}

function told({ id, language, workdir }: SandboxContext) {
  return { id, language, cwd: workdir };
}

function normal(language: string | null | undefined): string {
  const name = language?.toLowerCase().trim() ?? "";
  return name === "" ? "python" : name;
}

async function bodyOf(context: Context<FaceEnv>, { bodies }: E2bParts): Promise<unknown> {
  using room = bodies.room();
  return await readJson(context.req, room);
}
