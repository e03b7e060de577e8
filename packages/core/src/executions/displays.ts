const MiB = 1024 ** 2;
/** What an update puts in more places than one is there as often when it is written down: so much in all. */
const MOST_COPIED_BYTES = 64 * MiB;
/** Of one name. Those before them stay what they are. */
const MOST_PLACES = 1_000;

/** Puts a content in the place of what was there; `undefined` is one that is too large to be there once more. */
export type Put<Place, Content> = (place: Place, content: Content | undefined) => void;

type Named<Place> = { readonly places: Set<Place>; copiedBytes: number };

/** What was shown under names, so that an update takes its place wherever it is. */
export class Displays<Place extends object, Content> {
  readonly #put: Put<Place, Content>;
  readonly #named = new Map<string, Named<Place>>();
  readonly #names = new Map<Place, string>();
  #copiedBytes = 0;

  constructor(put: Put<Place, Content>) {
    this.#put = put;
  }

  has(name: string): boolean {
    return (this.#named.get(name)?.places.size ?? 0) > 0;
  }

  /** One more place, which has its content already. */
  add(name: string, place: Place): void {
    const named = this.#named.get(name) ?? { places: new Set(), copiedBytes: 0 };
    this.#named.set(name, named);
    this.#names.set(place, name);
    named.places.add(place);
    const [oldest] = named.places;
    if (named.places.size > MOST_PLACES && oldest !== undefined) this.forget(oldest);
  }

  /** All that was shown under that name looks like this from now on. `bytes`: how large it is. */
  update(name: string, content: Content, bytes: number): void {
    const named = this.#named.get(name);
    if (named === undefined) return;
    const others = this.#copiedBytes - named.copiedBytes;
    const copied = (named.places.size - 1) * bytes;
    const fits = others + copied <= MOST_COPIED_BYTES;
    const newest = [...named.places].at(-1);
    for (const place of named.places) this.#put(place, fits || place === newest ? content : undefined);
    named.copiedBytes = fits ? copied : 0;
    this.#copiedBytes = others + named.copiedBytes;
  }

  /** A place that is gone. */
  forget(place: Place): void {
    const name = this.#names.get(place);
    this.#names.delete(place);
    if (name !== undefined) this.#named.get(name)?.places.delete(place);
  }
}

export const TOO_OFTEN = "(left out: it is too large to be shown here once more)";

/** How large a bundle of MIME types is, about. */
export function bytesOfBundle(bundle: Readonly<Record<string, unknown>>): number {
  const sizes = Object.values(bundle).map(
    (value) => (typeof value === "string" ? value : JSON.stringify(value)).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
