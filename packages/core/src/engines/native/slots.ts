import type { Cgroup, Cgroups } from "./cgroups/cgroups.ts";

const FIRST_UID = 1_000;

/** What a sandbox holds of the host while it lives: uids of its own and a cgroup of its own. */
export type Slot = {
  readonly number: number;
  /** Ids in the outer user namespace. */
  readonly initUid: number;
  readonly userUid: number;
  readonly cgroup: Cgroup | undefined;
};

/** Hands out slots. One is used again only after the sandbox before is wholly gone. */
export class Slots {
  readonly #cgroups: Cgroups | undefined;
  readonly #name: string;
  readonly #ownerUid: number;
  readonly #free: Slot[] = [];
  readonly #doomed = new Set<Cgroup>();
  #next = 0;
  #serial = 0;

  /** `ownerUid`: the host uid of the warden; `name` keeps the cgroups of two wardens apart. */
  constructor(cgroups: Cgroups | undefined, name: string, ownerUid: number) {
    this.#cgroups = cgroups;
    this.#name = name;
    this.#ownerUid = ownerUid;
  }

  acquire(): Slot {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    return this.#create(this.#next++);
  }

  /** Only to be called once no process of the sandbox is left. */
  release(slot: Slot): void {
    this.#sweep();
    if (slot.cgroup === undefined || (slot.cgroup.isEmpty() && slot.cgroup.isClean())) {
      this.#free.push(slot);
    } else {
      this.#doomed.add(slot.cgroup);
      this.#sweep();
      this.#free.push(this.#create(slot.number));
    }
  }

  #create(number: number): Slot {
    const cgroup = this.#cgroups?.create(`${this.#name}-${number}-${this.#serial++}`, this.#ownerUid);
    return { number, initUid: FIRST_UID + 2 * number, userUid: FIRST_UID + 2 * number + 1, cgroup };
  }

  #sweep(): void {
    for (const cgroup of this.#doomed) {
      if (!cgroup.isEmpty()) continue;
      cgroup.remove();
      this.#doomed.delete(cgroup);
    }
  }
}
