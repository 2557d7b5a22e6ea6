/** Takes each text once within a time. It remembers a bounded number, and forgets the oldest first. */
export class Once {
  readonly #ms: number;
  readonly #most: number;
  readonly #now: () => number;
  /** When a text is forgotten, in milliseconds of the clock. */
  readonly #taken = new Map<string, number>();

  /**
   * @param ms milliseconds for which a text is remembered
   * @param most texts that are remembered
   * @param now milliseconds of a clock
   */
  constructor(ms: number, most: number, now: () => number) {
    this.#ms = ms;
    this.#most = most;
    this.#now = now;
  }

  /** @returns false for a text that was taken before */
  take(text: string): boolean {
    const now = this.#now();
    if ((this.#taken.get(text) ?? now) > now) return false;
    this.#taken.delete(text);
    for (const [oldest, until] of this.#taken) {
      if (until > now && this.#taken.size < this.#most) break;
      this.#taken.delete(oldest);
    }
    this.#taken.set(text, now + this.#ms);
    return true;
  }
}
