import type { EnvironmentList, RuntimeList } from "@glovebox/protocol";
import type { Context } from "hono";
import type { RestEnv, RestParts, Route } from "./app.ts";

/** What can run on this server. */
export type Inventory = {
  runtimes(): Promise<RuntimeList["runtimes"]>;
  environments(): Promise<EnvironmentList["environments"]>;
};

/** What the server is, and how it is. */
export function infoRoutes({ inventory, readiness, telemetry }: RestParts): readonly Route[] {
  const runtimes = async (context: Context<RestEnv>) => context.json({ runtimes: await inventory.runtimes() });
  const environments = async (context: Context<RestEnv>) =>
    context.json({ environments: await inventory.environments() });
  const health = (context: Context<RestEnv>) => context.json({ status: "ok" });
  const ready = async (context: Context<RestEnv>) => {
    const found = await readiness.look();
    return context.json(found, found.status === "ready" ? 200 : 503);
  };
  const metrics = async (context: Context<RestEnv>) =>
    context.body(await telemetry.text(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" });
  // What few ask for is loaded when they do, so that a server starts without it.
  const openapi = async (context: Context<RestEnv>) => {
    const { openApiDocument } = await import("./openapi.ts");
    return context.json(openApiDocument());
  };
  const docs = async (context: Context<RestEnv>) => {
    const { docsHeaders, docsPage } = await import("./docs/page.ts");
    return context.html(docsPage(new URL(context.req.url).origin), 200, docsHeaders);
  };
  return [
    { path: "/v1/runtimes", methods: { GET: runtimes } },
    { path: "/v1/environments", methods: { GET: environments } },
    { path: "/healthz", methods: { GET: health } },
    { path: "/readyz", methods: { GET: ready } },
    { path: "/metrics", methods: { GET: metrics } },
    { path: "/openapi.json", methods: { GET: openapi } },
    { path: "/docs", methods: { GET: docs } },
  ];
}
