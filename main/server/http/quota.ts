/** What is in use at the same time, by holder: bytes of requests, or connections. Each holder has the same bound. */
export class Quota {
  readonly #most: number;
  readonly #used = new Map<string, number>();

  /** @param most of one holder at the same time */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether this amount fits. If so, {@link remove} has to follow. */
  add(holder: string, amount: number): boolean {
    const now = (this.#used.get(holder) ?? 0) + amount;
    if (now > this.#most) return false;
    this.#used.set(holder, now);
    return true;
  }

  remove(holder: string, amount: number): void {
    const left = (this.#used.get(holder) ?? 0) - amount;
    if (left > 0) this.#used.set(holder, left);
    else this.#used.delete(holder);
  }
}
