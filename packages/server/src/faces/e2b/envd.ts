import { availableParallelism } from "node:os";
import type { OpenSandbox } from "glovebox";
import type { Context } from "hono";
import type { FaceEnv } from "../face.ts";
import type { Addressee } from "./addressee.ts";
import type { DataRoute } from "./data.ts";
import { elsewhere } from "./elsewhere.ts";
import { badRequest } from "./failures.ts";
import type { E2bParts } from "./parts.ts";
import { absolute, isOwn } from "./paths.ts";
import { receiveFiles } from "./uploads.ts";
import { requireUser } from "./users.ts";

const MIB = 1024 * 1024;

/** What E2B's envd answers beside its remote calls: whole files, and a few facts. */
export function envdRoutes(parts: E2bParts): readonly DataRoute[] {
  const download = async ({ req, body }: Context<FaceEnv>, { sandbox }: Addressee) => {
    requireUser(req.query("username"));
    const path = pathOf(req.query("path"));
    const { pieces, ...length } = isOwn(path) ? await ownFile(sandbox, path) : await otherFile(sandbox, path);
    const headers = {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": "attachment",
      "Content-Security-Policy": "sandbox",
      ...length,
    };
    return body(ReadableStream.from(pieces) as ReadableStream<Uint8Array>, 200, headers);
  };

  const upload = async (context: Context<FaceEnv>, { sandbox }: Addressee) => {
    requireUser(context.req.query("username"));
    return context.json(await receiveFiles(context.req, sandbox.files, parts.maxFileBytes));
  };

  const metrics = (context: Context<FaceEnv>, { sandbox }: Addressee) => {
    const { limits } = sandbox.info;
    const used = sandbox.usage?.memoryBytes ?? 0;
    const age = Math.max(1, Date.now() - sandbox.createdAt.getTime());
    return context.json({
      ts: Math.floor(Date.now() / 1000),
      cpu_count: availableParallelism(),
      cpu_used_pct: (100 * (sandbox.usage?.cpuMs ?? 0)) / age,
      mem_total: limits.memoryBytes,
      mem_used: used,
      mem_cache: 0,
      mem_total_mib: Math.floor(limits.memoryBytes / MIB),
      mem_used_mib: Math.floor(used / MIB),
      disk_used: sandbox.usage?.fileBytes ?? 0,
      disk_total: limits.workspaceBytes,
    });
  };

  return [
    { method: "GET", path: "/health", handle: (context) => context.body(null, 204) },
    { method: "GET", path: "/metrics", handle: metrics },
    { method: "GET", path: "/envs", handle: (context, { record }) => context.json(record.envs) },
    { method: "GET", path: "/files", handle: download },
    { method: "POST", path: "/files", handle: upload },
  ];
}

async function ownFile({ files }: OpenSandbox, path: string) {
  const file = await files.read(path).catch(asBadRequest);
  return { pieces: file.pieces(), "Content-Length": String(file.length) };
}

/** Its first piece is waited for, so that a failure is told as one. */
async function otherFile(sandbox: OpenSandbox, path: string) {
  const rest = await elsewhere.read(sandbox, path);
  const first = await rest.next();
  const pieces = async function* () {
    if (!first.done) yield first.value;
    yield* rest;
  };
  return { pieces: pieces() };
}

function pathOf(path: string | undefined): string {
  if (path === undefined || path === "") throw badRequest("path: is missing", "path");
  return absolute(path);
}

/** A folder, or a pipe, is no file to E2B's clients because they asked for the wrong thing. */
function asBadRequest(error: unknown): never {
  if (error instanceof Error && "code" in error && error.code === "conflict") throw badRequest(error.message, "path");
  throw error;
}
