import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import { type Dispatcher, EnvHttpProxyAgent } from "undici";
import type { Registry } from "../upstreams.ts";
import { guardedLookup } from "./addresses.ts";
import type { Timeouts } from "./connectionFailure.ts";

/** Connections to one host at a time. */
const CONNECTIONS = 64;

/** The connections to registries, one set for each way of connecting. */
export class Dispatchers implements AsyncDisposable {
  readonly #timeouts: Timeouts;
  readonly #made = new Map<string, Dispatcher>();
  /** Registries in the order of their first use, with what they trust. */
  readonly #known = new Map<Registry, { number: number; context: SecureContext }>();

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts;
  }

  /** Connects for `url` as `registry` is configured. Only where `trusted`, to private addresses too. */
  for(registry: Registry, url: URL, trusted: boolean): Dispatcher {
    const known = this.#known.get(registry) ?? { number: this.#known.size, context: secureContext(registry) };
    this.#known.set(registry, known);
    const key = `${known.number} ${url.protocol} ${trusted}`;
    const made = this.#made.get(key) ?? this.#make(registry, known.context, url.protocol, trusted);
    this.#made.set(key, made);
    return made;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#made.values()];
    this.#made.clear();
    await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
  }

  #make({ unverified, proxy = {} }: Registry, context: SecureContext, scheme: string, trusted: boolean): Dispatcher {
    const { connectMs, headersMs, idleMs } = this.#timeouts;
    const tls = { timeout: connectMs, rejectUnauthorized: unverified !== true, secureContext: context };
    return new EnvHttpProxyAgent({
      connect: { ...tls, ...(trusted ? {} : { lookup: guardedLookup }) },
      requestTls: tls,
      proxyTls: tls,
      allowH2: false,
      connections: CONNECTIONS,
      headersTimeout: headersMs,
      bodyTimeout: idleMs,
      // An empty string keeps undici from looking at this process's own variables. It would use a proxy for http: for
      // https: too, which no client of a registry does.
      httpProxy: scheme === "http:" ? (proxy.http ?? "") : "",
      httpsProxy: scheme === "https:" ? (proxy.https ?? "") : "",
      noProxy: proxy.none ?? "",
    });
  }
}

/** Made once: it takes a while to read a bundle of certificates, and each connection would do it again. */
function secureContext({ certificates = [] }: Registry): SecureContext {
  const all = [...getCACertificates("default"), ...getCACertificates("system"), ...certificates];
  return createSecureContext({ ca: [...new Set(all)] }); // most of them are in several of the lists
}
