import type { Limits } from "@glovebox/protocol";
import type { NativeSandbox } from "../sandbox.ts";
import { cgroupLimits } from "../shape.ts";

/** Beside the user's own processes the cgroup holds the stem, and of each interpreter a copy. */
const STEM = 1;
const PER_INTERPRETER = 1;

/**
 * What a sandbox that stays may use, as its interpreters and their copies come and go. What a copy holds is held twice
 * once the cell writes to it: the limit is for the cell alone. However many copies there are, they double it at most,
 * since branches have their memory in common.
 */
export class GuestLimits {
  readonly #sandbox: NativeSandbox;
  readonly #limits: Limits;
  /** What each interpreter's copy holds, in bytes. */
  readonly #copies = new Map<number, number>();
  readonly #interpreters = new Set<number>();

  constructor(sandbox: NativeSandbox, limits: Limits) {
    this.#sandbox = sandbox;
    this.#limits = limits;
    this.#apply();
  }

  add(interpreter: number): void {
    this.#interpreters.add(interpreter);
    this.#apply();
  }

  delete(interpreter: number): void {
    this.#copies.delete(interpreter);
    if (this.#interpreters.delete(interpreter)) this.#apply();
  }

  /** It has a copy of so many bytes; 0 where none could be made. */
  copied(interpreter: number, bytes: number): void {
    if (bytes > 0) this.#copies.set(interpreter, bytes);
    this.#apply();
  }

  /** Its copy is gone, or has taken its place. */
  dropCopy(interpreter: number): void {
    if (this.#copies.delete(interpreter)) this.#apply();
  }

  #apply(): void {
    const copies = [...this.#copies.values()].reduce((sum, bytes) => sum + bytes, 0);
    const { memoryBytes, processes } = this.#limits;
    this.#sandbox.limit(
      cgroupLimits({
        memoryBytes: memoryBytes + Math.min(copies, memoryBytes),
        processes: processes + STEM + this.#interpreters.size * PER_INTERPRETER,
      }),
    );
  }
}
