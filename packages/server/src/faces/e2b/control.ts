import type { OpenSandbox } from "glovebox";
import type { Context } from "hono";
import { readJson } from "../../guards/body.ts";
import { type Face, type FaceEnv, newFace } from "../face.ts";
import { badRequest, tellError } from "./failures.ts";
import { pageOf } from "./listing.ts";
import { Connected, MetricsQuery, parsed, Resumed, readNewSandbox, Timeout } from "./newSandbox.ts";
import { pathsNotThere, tellWhatIsNotThere } from "./notThere.ts";
import type { E2bParts } from "./parts.ts";
import { principalOfKey } from "./principal.ts";
import type { E2bRecord, E2bRecords } from "./records.ts";
import { accessTo, detailedSandbox, listedSandbox, metricsOf } from "./replies.ts";
import { newToken } from "./tokens.ts";

export const controlPaths = ["/sandboxes", "/sandboxes/*", "/v2/sandboxes", "/v2/sandboxes/*", ...pathsNotThere];
const PREFIXES = ["/sandboxes", "/v2/sandboxes"];

/** Here pictures are shown where they are saved; see sandbox/glovebox_sandbox/showing/hooks.py. */
const OURS = { GLOVEBOX_SHOW_SAVED_PICTURES: "true" };

type Found = { readonly sandbox: OpenSandbox; readonly record: E2bRecord };

/** E2B's control plane: making, finding and ending sandboxes. */
export function controlApp(parts: E2bParts, records: E2bRecords): Face {
  const face = newFace(parts);
  const { sandboxes, admission } = parts;

  const found = ({ req }: Context<FaceEnv>): Found => {
    const sandbox = sandboxes.get(req.param("id") ?? "", { principal: principalOfKey(req) });
    const record = records.of(sandbox);
    if (record === undefined) throw badRequest("this sandbox was not made through this API");
    return { sandbox, record };
  };

  const create = async (context: Context<FaceEnv>) => {
    const principal = principalOfKey(context.req);
    const { environment, timeout, ...wanted } = readNewSandbox(await bodyOf(context, parts));
    const envs = wanted.envVars ?? {};
    const metadata = wanted.metadata ?? {};
    const sandbox = await sandboxes.create(
      {
        environment,
        env: { ...envs, ...OURS, E2B_SANDBOX: "true", E2B_TEMPLATE_ID: wanted.templateID },
        timeoutMs: timeout * 1_000,
        onTimeout: wanted.autoPause === true ? "pause" : "end",
      },
      { principal, signal: context.req.raw.signal, admit: (turn) => admission.enter(principal, turn) },
    );
    const record = {
      templateID: wanted.templateID,
      autoResume: wanted.autoResume?.enabled === true,
      envs,
      metadata,
      ...(wanted.secure === false ? {} : { envdAccessToken: newToken() }),
      ...(wanted.network?.allowPublicTraffic === false ? { trafficAccessToken: newToken() } : {}),
    };
    records.set(sandbox, record);
    beginContexts(sandbox);
    return context.json(accessTo(sandbox, record), 201);
  };

  const list = (context: Context<FaceEnv>) => {
    const all = sandboxes.list({ principal: principalOfKey(context.req) });
    const page = pageOf(all, records, context.req.query());
    if (page.nextToken !== undefined) context.header("X-Next-Token", page.nextToken);
    context.header("X-Total-Running", String(all.filter(({ paused }) => !paused).length));
    return context.json(page.sandboxes.map((each) => listedSandbox(each, records.of(each) as E2bRecord)));
  };

  const get = (context: Context<FaceEnv>) => {
    const { sandbox, record } = found(context);
    return context.json(detailedSandbox(sandbox, record));
  };

  const end = async (context: Context<FaceEnv>) => {
    await found(context).sandbox.close();
    return context.body(null, 204);
  };

  const setTimeout = async (context: Context<FaceEnv>) => {
    const { sandbox } = found(context);
    sandbox.setTimeout(parsed(Timeout, await bodyOf(context, parts)).timeout * 1_000);
    return context.body(null, 204);
  };

  const pause = (context: Context<FaceEnv>) => {
    found(context).sandbox.pause();
    return context.body(null, 204);
  };

  const resume = async (context: Context<FaceEnv>) => {
    const { sandbox, record } = found(context);
    const { timeout } = parsed(Resumed, await bodyOf(context, parts));
    sandbox.resume(timeout * 1_000);
    return context.json(accessTo(sandbox, record), 201);
  };

  /** One that runs lives at least so long from now on; one that is paused goes on. */
  const connect = async (context: Context<FaceEnv>) => {
    const { sandbox, record } = found(context);
    const ms = parsed(Connected, await bodyOf(context, parts)).timeout * 1_000;
    const wasPaused = sandbox.paused;
    const isLonger = Date.now() + ms > Date.parse(sandbox.info.endsAt);
    sandbox.resume(wasPaused || isLonger ? ms : undefined);
    return context.json(accessTo(sandbox, record), wasPaused ? 201 : 200);
  };

  /** Nothing goes out whatever the rules say. */
  const setNetwork = (context: Context<FaceEnv>) => {
    found(context);
    return context.body(null, 204);
  };

  const metrics = (context: Context<FaceEnv>) =>
    context.json(metricsOf(found(context).sandbox, parsed(MetricsQuery, context.req.query())));

  for (const prefix of PREFIXES) {
    face.get(prefix, list).post(prefix, create);
    face.get(`${prefix}/:id`, get).delete(`${prefix}/:id`, end);
    face.post(`${prefix}/:id/timeout`, setTimeout).post(`${prefix}/:id/pause`, pause);
    face.post(`${prefix}/:id/resume`, resume).post(`${prefix}/:id/connect`, connect);
    face.get(`${prefix}/:id/metrics`, metrics).put(`${prefix}/:id/network`, setNetwork);
  }
  tellWhatIsNotThere(face, found);
  face.notFound((context) => context.json({ code: 404, message: "there is no such path" }, 404));
  face.onError((error, context) => tellError(error, context, parts));
  return face;
}

/** The two that every sandbox of E2B's has. The first is warmed up, so that nobody waits for it. */
function beginContexts({ contexts }: OpenSandbox): void {
  const python = contexts.add({ language: "python" });
  contexts.add({ language: "javascript" });
  void python.session().catch(() => undefined); // told to whoever uses it
}

async function bodyOf(context: Context<FaceEnv>, { bodies }: E2bParts): Promise<unknown> {
  using room = bodies.room();
  return await readJson(context.req, room);
}
