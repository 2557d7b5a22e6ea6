import { keepNewest } from "../../contract/keep-newest.ts";

/** Wrong codes of one address in a minute. A code has 80 bits, so this only bounds the work. */
const MOST_OF_ONE = 60;
const WINDOW_MS = 60_000;
/** Addresses that are counted. A bound on all together would let a stranger keep everybody out. */
const MOST_ADDRESSES = 50_000;

/** Counts wrong codes. */
export class Attempts {
  readonly #now: () => number;
  #since = Number.NEGATIVE_INFINITY;
  #ofOne = new Map<string, number>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts an attempt before its outcome is known, because many can be made at once. @returns whether it may be made */
  begin(address: string): boolean {
    this.#renew();
    const ofOne = this.#ofOne.get(address) ?? 0;
    if (ofOne >= MOST_OF_ONE) return false;
    this.#ofOne.set(address, ofOne + 1);
    keepNewest(this.#ofOne, MOST_ADDRESSES);
    return true;
  }

  /** An attempt that was begun was none in vain. */
  undo(address: string): void {
    const ofOne = this.#ofOne.get(address) ?? 0;
    if (ofOne > 0) this.#ofOne.set(address, ofOne - 1); // else it was begun in the minute before
  }

  #renew(): void {
    if (this.#now() - this.#since < WINDOW_MS) return;
    this.#since = this.#now();
    this.#ofOne = new Map();
  }
}
