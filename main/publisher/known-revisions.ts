import type { NatsConnection } from "../nats/connection.ts";
import type { RetainedEvent } from "./compare-and-set.ts";

/** Subjects remembered at the most: a few hundred bytes each. */
const MOST = 20_000;

/**
 * What the broker retained per subject when we last wrote or read it: a writer that wrote last need not read again. It
 * is a guess that the broker's own comparison corrects, so it may be wrong, and it may be forgotten at any time.
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
    this.#known.delete(subject); // the newest is last, so the first is the one to forget
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

  /** After a lost connection the streams may be others: made anew, they count from one, and a revision could fit by chance. */
  #renew({ info }: NatsConnection): void {
    if (info?.server_id !== this.#server || info?.client_id !== this.#client) this.#known.clear();
    this.#server = info?.server_id;
    this.#client = info?.client_id;
  }
}
