import { formatHeard, heardSubject } from "../../contract/service-heard.ts";

/** Milliseconds between two notes about one service. */
const NOTE_MS = 60_000;

export interface HeardPorts {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Stores a message without waiting for it. One that is lost is followed by the next. */
  readonly publish: (subject: string, text: string) => void;
}

/** Notes in the broker when an event of each service was last kept, to the minute. `alrimi broker check` reads it. */
export class Heard {
  readonly #ports: HeardPorts;
  readonly #notedAt = new Map<string, number>();

  constructor(ports: HeardPorts) {
    this.#ports = ports;
  }

  /** @param token the service's subject token */
  kept(token: string): void {
    const now = this.#ports.now();
    const notedAt = this.#notedAt.get(token);
    if (notedAt !== undefined && Math.abs(now - notedAt) < NOTE_MS) return;
    this.#notedAt.set(token, now);
    this.#ports.publish(heardSubject(token), formatHeard(now));
  }
}
