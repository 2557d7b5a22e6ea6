import type { NatsConnection } from "../nats/connection.ts";
import type { RetainedEvent } from "./compare-and-set.ts";

/** Maximum number of subjects, a few hundred bytes each. */
const MOST = 20_000;

/**
 * The retained message per subject after our last write or read, which saves a read before the next write. It may be
 * outdated or forgotten at any time, because the broker compares revisions too.
 */
export class KnownRevisions {
  readonly #most: number;
  readonly #known = new Map<string, RetainedEvent>();
  #server: string | undefined;
  #client: number | undefined;

  constructor(most: number = MOST) {
    this.#most = most;
  }

  get(connection: NatsConnection, subject: string): RetainedEvent | undefined {
    this.#renew(connection);
    return this.#known.get(subject);
  }

  set(connection: NatsConnection, subject: string, retained: RetainedEvent): void {
    this.#renew(connection);
    this.#known.delete(subject); // moves it to the end, so that the first is the oldest
    this.#known.set(subject, retained);
    if (this.#known.size > this.#most) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
  }

  forget(subject: string): void {
    this.#known.delete(subject);
  }

  /**
   * Forgets all after a lost connection. A stream that was made again counts from one, and a revision could match by
   * chance.
   */
  #renew({ info }: NatsConnection): void {
    if (info?.server_id !== this.#server || info?.client_id !== this.#client) this.#known.clear();
    this.#server = info?.server_id;
    this.#client = info?.client_id;
  }
}
