import type { Fetcher } from "../outgoing/fetcher.ts";
import { type Ecosystem, registriesOf, type Upstreams } from "../upstreams.ts";
import { CratesRoute } from "./crates.ts";
import { DebianRoute } from "./debian.ts";
import { GoRoute } from "./go.ts";
import { MavenRoute } from "./maven.ts";
import { NpmRoute } from "./npm.ts";
import { PypiRoute } from "./pypi.ts";
import type { Route } from "./route.ts";

/** The route of an ecosystem; nothing where this machine has no registry for it. */
export function routeOf(ecosystem: Ecosystem, upstreams: Upstreams, fetcher: Fetcher): Route | undefined {
  const registries = registriesOf(upstreams, ecosystem);
  if (registries.length === 0) return undefined;
  switch (ecosystem) {
    case "pypi":
      return new PypiRoute(registries, fetcher);
    case "npm":
      return upstreams.npm && new NpmRoute(upstreams.npm, registries, fetcher);
    case "go":
      return upstreams.go && new GoRoute(upstreams.go, fetcher);
    case "crates":
      return upstreams.crates && new CratesRoute(upstreams.crates, fetcher);
    case "maven":
      return new MavenRoute(registries, fetcher);
    case "debian":
      return new DebianRoute(upstreams.debian, fetcher);
  }
}
