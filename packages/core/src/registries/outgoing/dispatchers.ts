import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import { type Dispatcher, EnvHttpProxyAgent } from "undici";
import type { Registry } from "../upstreams.ts";
import { guardedLookup } from "./addresses.ts";
import type { Timeouts } from "./connectionFailure.ts";

/** Connections to one host at a time. */
const CONNECTIONS = 16;

/** The connections to registries, one set for each way of connecting. */
export class Dispatchers implements AsyncDisposable {
  readonly #timeouts: Timeouts;
  readonly #made = new Map<Registry, { open: Dispatcher; guarded: Dispatcher }>();

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts;
  }

  /** Connects as `registry` is configured. Only where `trusted`, to private addresses too. */
  for(registry: Registry, trusted: boolean): Dispatcher {
    let made = this.#made.get(registry);
    if (made === undefined) {
      const context = secureContext(registry);
      made = { open: this.#make(registry, context, false), guarded: this.#make(registry, context, true) };
      this.#made.set(registry, made);
    }
    return trusted ? made.open : made.guarded;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#made.values()].flatMap(({ open, guarded }) => [open, guarded]);
    this.#made.clear();
    await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
  }

  #make(registry: Registry, context: SecureContext, guarded: boolean): Dispatcher {
    const { connectMs, headersMs, idleMs } = this.#timeouts;
    const tls = {
      timeout: connectMs,
      rejectUnauthorized: registry.unverified !== true,
      secureContext: context,
    };
    return new EnvHttpProxyAgent({
      connect: { ...tls, ...(guarded ? { lookup: guardedLookup } : {}) },
      requestTls: tls,
      proxyTls: tls,
      allowH2: false,
      connections: CONNECTIONS,
      headersTimeout: headersMs,
      bodyTimeout: idleMs,
      // An empty string keeps undici from looking at this process's own variables.
      httpProxy: registry.proxy?.http ?? "",
      httpsProxy: registry.proxy?.https ?? "",
      noProxy: registry.proxy?.none ?? "",
    });
  }
}

/** Made once: it takes a while to read a bundle of certificates, and each connection would do it again. */
function secureContext({ certificates = [] }: Registry): SecureContext {
  return createSecureContext({
    ca: [...getCACertificates("default"), ...getCACertificates("system"), ...certificates],
  });
}
