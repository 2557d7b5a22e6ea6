import type { NatsConnection } from "../nats/connection.ts";

/** Milliseconds between two readings without a change. */
const REFRESH_MS = 60_000;
/** Milliseconds after a change: in a cluster the first replica that answers may be a moment behind. */
const AFTER_CHANGE_MS = [0, 300, 3_000];

/** Reads something of the broker again after each message on its subject, and every minute. One reading at a time. */
export class Follower {
  readonly #read: () => Promise<void>;
  readonly #failed: (error: Error) => void;
  readonly #subscription: { unsubscribe(): void };
  readonly #timers = new Set<NodeJS.Timeout>();
  #reading: Promise<void> = Promise.resolve();
  /** The reading that has not begun yet. Whoever asks meanwhile waits for it too. */
  #next: Promise<void> | undefined;

  /** @param failed is told of readings that nobody waits for */
  constructor(
    connection: NatsConnection,
    subject: string,
    read: () => Promise<void>,
    failed: (error: Error) => void,
  ) {
    this.#read = read;
    this.#failed = failed;
    this.#subscription = connection.subscribe(subject, {
      callback: () => {
        for (const ms of AFTER_CHANGE_MS) this.#readIn(ms);
      },
    });
    this.#timers.add(setInterval(() => this.#readIn(0), REFRESH_MS));
  }

  /** @throws {BrokerError} (rejects), or what the reading throws */
  now(): Promise<void> {
    this.#next ??= this.#reading.then(() => {
      this.#next = undefined;
      return this.#read();
    });
    this.#reading = this.#next.catch(() => {});
    return this.#next;
  }

  stop(): void {
    this.#subscription.unsubscribe();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #readIn(ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.now().catch(this.#failed);
    }, ms);
    this.#timers.add(timer);
  }
}
