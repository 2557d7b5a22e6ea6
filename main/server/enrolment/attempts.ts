/** Wrong codes of one address, and of all, in a minute. A code has 80 bits, so this only bounds the work. */
const MOST_OF_ONE = 60;
const MOST_OF_ALL = 600;
const WINDOW_MS = 60_000;

/** Counts wrong codes. */
export class Attempts {
  readonly #now: () => number;
  #since = Number.NEGATIVE_INFINITY;
  #all = 0;
  #ofOne = new Map<string, number>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts an attempt before its outcome is known, because many can be made at once. @returns whether it may be made */
  begin(address: string): boolean {
    this.#renew();
    const ofOne = this.#ofOne.get(address) ?? 0;
    if (this.#all >= MOST_OF_ALL || ofOne >= MOST_OF_ONE) return false;
    this.#all += 1;
    this.#ofOne.set(address, ofOne + 1);
    return true;
  }

  /** An attempt that was begun was none in vain. */
  undo(address: string): void {
    const ofOne = this.#ofOne.get(address) ?? 0;
    if (ofOne === 0) return; // begun in the minute before
    this.#all -= 1;
    this.#ofOne.set(address, ofOne - 1);
  }

  #renew(): void {
    if (this.#now() - this.#since < WINDOW_MS) return;
    this.#since = this.#now();
    this.#all = 0;
    this.#ofOne = new Map();
  }
}
