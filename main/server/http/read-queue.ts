/**
 * Lets the other parts of the process work between two large requests of a service. Without it all requests that arrive
 * together are read in one turn of the event loop.
 */
export class ReadQueue {
  /** The last one of each sender. They are as many as the services with tokens. */
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves in a turn of the event loop in which no other request of the sender is read. */
  async turn(sender: string): Promise<void> {
    const before = this.#last.get(sender);
    const own = (async () => {
      await before;
      await new Promise((resolve) => setImmediate(resolve));
    })();
    this.#last.set(sender, own);
    await own;
  }
}
