import { GloveboxError } from "@glovebox/protocol";
import { LOCAL } from "./owner.ts";

export type QuotaOptions = {
  /** As an error calls them: `sessions`. */
  readonly what: string;
  /** How many may be there at once. */
  readonly most: number;
  /** And how many of them one principal's, where principals are told apart. */
  readonly mostPerPrincipal: number;
  /** What the two settings are called. */
  readonly settings: { readonly most: string; readonly mostPerPrincipal: string };
};

type Owned = { readonly principal: string };

/** How many things that stay there may be, such as sessions. */
export class Quota {
  readonly #options: QuotaOptions;
  readonly #making = new Set<Owned>();

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  /** Keeps a place for so many more, until it is disposed: then they are among those that are there. Throws `too_busy`. */
  reserve(principal: string, there: Iterable<Owned>, count = 1): Disposable {
    const { what, most, mostPerPrincipal, settings } = this.#options;
    const all = [...there, ...this.#making];
    if (all.length + count > most) throw tooMany(`${most} ${what} are there`, settings.most);
    const own = all.filter((each) => each.principal === principal);
    if (principal !== LOCAL && own.length + count > mostPerPrincipal)
      throw tooMany(`${mostPerPrincipal} ${what} of yours are there`, settings.mostPerPrincipal);
    const reserved = Array.from({ length: count }, () => ({ principal }));
    for (const each of reserved) this.#making.add(each);
    const free = () => {
      for (const each of reserved) this.#making.delete(each);
    };
    return { [Symbol.dispose]: free };
  }
}

function tooMany(message: string, setting: string): GloveboxError {
  return new GloveboxError("too_busy", message, {
    advice: `end some, or raise the setting ${setting}`,
    survives: "engine",
    retryAfter: 5,
  });
}
