/**
 * The bytes of requests that are being read or published, by sender. A sender with many slow connections could fill the
 * memory with them.
 */
export class InWork {
  readonly #most: number;
  readonly #bytes = new Map<string, number>();

  /** @param most bytes of one sender at the same time */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether a request of this size fits. If so, {@link remove} has to follow. */
  add(sender: string, bytes: number): boolean {
    const now = (this.#bytes.get(sender) ?? 0) + bytes;
    if (now > this.#most) return false;
    this.#bytes.set(sender, now);
    return true;
  }

  remove(sender: string, bytes: number): void {
    const left = (this.#bytes.get(sender) ?? 0) - bytes;
    if (left > 0) this.#bytes.set(sender, left);
    else this.#bytes.delete(sender);
  }
}
