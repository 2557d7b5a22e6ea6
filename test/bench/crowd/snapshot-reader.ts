import type { World } from "./simulated-app.ts";

/** What a snapshot needs of its app. */
export interface SnapshotPorts {
  /** Sends a direct get; the answer comes back with its token. */
  ask(subject: string, token: number): void;
  /** What is to be read, as far as it is known; the catalog may add to it. */
  subjects(): readonly string[];
  catalog(payload: Buffer): void;
  event(payload: Buffer): void;
  /** Everything was read. */
  done(): void;
}

/** Milliseconds, as in the app: the wait before what was not answered is asked again. */
const RETRY = { from: 200, to: 600, most: 1_500 };
const CATALOG = "CATALOG.catalog.services";

/**
 * Reads the catalog and every known service at once, then what the catalog adds; only what is not served (503) or not
 * answered in time is asked again.
 */
export class SnapshotReader {
  readonly #world: Pick<World, "rules" | "tally">;
  readonly #ports: SnapshotPorts;
  readonly #asked = new Map<number, { subject: string; attempt: number; timer: NodeJS.Timeout }>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #nextToken = 0;
  #reading: { unread: number; again: boolean; readonly wanted: Set<string> } | undefined;

  constructor(world: Pick<World, "rules" | "tally">, ports: SnapshotPorts) {
    this.#world = world;
    this.#ports = ports;
  }

  read(): void {
    if (this.#reading !== undefined) {
      this.#reading.again = true;
      return;
    }
    this.#reading = { unread: 0, again: false, wanted: new Set() };
    this.#want([CATALOG, ...this.#ports.subjects()]);
  }

  #want(subjects: readonly string[]): void {
    const reading = this.#reading;
    for (const subject of subjects) {
      if (reading === undefined || reading.wanted.has(subject)) continue;
      reading.wanted.add(subject);
      reading.unread++;
      this.#ask(subject, 0);
    }
  }

  /** The connection is lost: nothing is waited for any more. */
  forget(): void {
    this.#reading = undefined;
    for (const { timer } of this.#asked.values()) clearTimeout(timer);
    for (const pause of this.#pauses) clearTimeout(pause);
    this.#asked.clear();
    this.#pauses.clear();
  }

  answered(token: number, status: number, payload: Buffer): void {
    const asked = this.#asked.get(token);
    if (asked === undefined || this.#reading === undefined) return; // too late
    this.#asked.delete(token);
    clearTimeout(asked.timer);
    if (status !== 0 && status !== 404) {
      this.#world.tally.unavailable++;
      this.#askLater(asked.subject, asked.attempt);
      return;
    }
    this.#reading.unread--;
    if (asked.subject !== CATALOG) {
      if (status === 0) this.#ports.event(payload);
    } else {
      if (status === 0) this.#ports.catalog(payload);
      this.#want(this.#ports.subjects());
    }
    if (this.#reading.unread > 0) return;
    const { again } = this.#reading;
    this.#reading = undefined;
    this.#ports.done();
    if (again) this.read();
  }

  #ask(subject: string, attempt: number): void {
    const { tally, rules } = this.#world;
    tally.gets++;
    const token = this.#nextToken++;
    const timer = setTimeout(
      () => {
        this.#asked.delete(token);
        tally.timeouts++;
        this.#askLater(subject, attempt);
      },
      attempt === 0 ? rules.firstGetTimeout : rules.nextGetTimeout,
    );
    this.#asked.set(token, { subject, attempt, timer });
    this.#ports.ask(subject, token);
  }

  #askLater(subject: string, attempt: number): void {
    const delay = between(RETRY.from, RETRY.to) * 2 ** Math.min(attempt, 5);
    const pause = setTimeout(
      () => {
        this.#pauses.delete(pause);
        this.#ask(subject, attempt + 1);
      },
      Math.min(delay, RETRY.most),
    );
    this.#pauses.add(pause);
  }
}

export function between(from: number, to: number): number {
  return from + Math.random() * (to - from);
}
