import { setTimeout as sleep } from "node:timers/promises";
import type { NatsConnection } from "../../main/nats/connection.ts";
import type { Randomness } from "./randomness.ts";

export const SERVICES = ["hr-leave", "finance-card", "mail"] as const;
export const PEOPLE = Array.from({ length: 8 }, (_, index) => `person-${index + 1}`);
/** As many connections, each of one service. */
export const PUBLISHERS = 8;
/** Publishes of one connection that are under way at the same time. */
const IN_FLIGHT = 4;
const ANSWER_MS = 2_000;
/** Events of a service that are shuffled together, and those that are held back for longer. */
const POOL = 24;
const HELD = 120;

/** What the truth is computed with, independently of the product's own comparison. */
export interface Place {
  readonly epoch: number;
  readonly sequence: number;
  readonly count: number;
}

/** One message that a service sends; `place` is undefined for one that cannot be read. */
export interface Job {
  readonly service: string;
  readonly user: string | undefined;
  readonly place: Place | undefined;
  readonly payload: string | Uint8Array;
}

export function isNewer(one: Place, other: Place): boolean {
  return one.epoch === other.epoch ? one.sequence > other.sequence : one.epoch > other.epoch;
}

/** Services that send plain messages: shuffled, doubled, late, some malformed. Each is sent until it is acknowledged. */
export class PlainPublishers {
  /** By the number in the intake, with the times of sending and of the acknowledgement by `performance.now()`. */
  readonly acknowledged = new Map<
    number,
    { readonly job: Job; readonly sentAt: number; readonly at: number }
  >();
  /** How often the broker did not acknowledge, by its words. */
  readonly troubles = new Map<string, number>();
  readonly #chance: Randomness;
  readonly #counters = new Map<string, { place: Place; events: number }>();
  readonly #pools = new Map<string, Job[]>(SERVICES.map((service) => [service, []]));
  readonly #held: Job[] = [];
  readonly #pause: number;
  readonly #done: Promise<unknown>;
  #isEnding = false;

  /**
   * @param connections of `SERVICES[index % SERVICES.length]`
   * @param pause milliseconds between two messages of one connection's lane
   */
  constructor(connections: readonly NatsConnection[], chance: Randomness, pause: number) {
    this.#chance = chance;
    this.#pause = pause;
    const lanes = connections.flatMap((connection, index) =>
      Array.from({ length: IN_FLIGHT }, () =>
        this.#lane(connection, SERVICES[index % SERVICES.length] ?? ""),
      ),
    );
    this.#done = Promise.all(lanes);
  }

  /** Sends what was held back, and resolves when everything is acknowledged. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#done;
  }

  /** The newest acknowledged event of a person and service. */
  newest(user: string, service: string): Place | undefined {
    let newest: Place | undefined;
    for (const { job } of this.acknowledged.values()) {
      if (job.user !== user || job.service !== service || job.place === undefined) continue;
      if (newest === undefined || isNewer(job.place, newest)) newest = job.place;
    }
    return newest;
  }

  /** The numbers in the intake of what cannot be read. */
  malformed(service: string): readonly number[] {
    return [...this.acknowledged].flatMap(([intake, { job }]) =>
      job.service === service && job.place === undefined ? [intake] : [],
    );
  }

  async #lane(connection: NatsConnection, service: string): Promise<void> {
    for (let job = this.#next(service); job !== undefined; job = this.#next(service)) {
      await this.#send(connection, job);
      await sleep(this.#pause * 2 * Math.random());
    }
  }

  #next(service: string): Job | undefined {
    const pool = this.#pools.get(service) ?? [];
    if (this.#isEnding) pool.push(...this.#takeHeld(service, 0));
    else {
      while (pool.length < POOL) pool.push(...this.#make(service));
      pool.push(...this.#takeHeld(service, HELD));
    }
    return pool.splice(this.#chance.below(pool.length), 1)[0];
  }

  #takeHeld(service: string, more: number): readonly Job[] {
    const own = this.#held.filter((job) => job.service === service);
    const taken = own.slice(0, Math.max(0, own.length - more));
    for (const job of taken) this.#held.splice(this.#held.indexOf(job), 1);
    return taken;
  }

  #make(service: string): readonly Job[] {
    const chance = this.#chance;
    if (chance.below(60) === 0) {
      return [{ service, user: undefined, place: undefined, payload: malformed(service, chance) }];
    }
    const user = chance.pick(PEOPLE);
    const key = `${user} ${service}`;
    const { place, events } = this.#counters.get(key) ?? {
      place: { epoch: 0, sequence: 0, count: 0 },
      events: 0,
    };
    const [epoch, sequence] =
      chance.below(200) === 0 ? [place.epoch + 1, 1] : [place.epoch, place.sequence + 1 + chance.below(3)];
    const made = { epoch, sequence, count: ((events + 1) * 7919) % 999_983 };
    this.#counters.set(key, { place: made, events: events + 1 });
    const occurredAt = new Date(Date.UTC(2026, 0, 1) + events * 1_000).toISOString();
    const payload = JSON.stringify({ service, user, ...made, occurredAt, note: "ignored" });
    const job = { service, user, place: made, payload };
    const times = chance.below(5) === 0 ? 2 : 1;
    const jobs = Array.from({ length: times }, () => job);
    if (chance.below(12) === 0) this.#held.push(jobs.pop() ?? job);
    return jobs;
  }

  async #send(connection: NatsConnection, job: Job): Promise<void> {
    const payload = typeof job.payload === "string" ? Buffer.from(job.payload) : job.payload;
    for (;;) {
      const sentAt = performance.now();
      try {
        const answer = await connection.request(`intake.${job.service}`, payload, { timeout: ANSWER_MS });
        const { seq, error } = JSON.parse(Buffer.from(answer.data).toString() || "{}") as {
          seq?: number;
          error?: { description?: string };
        };
        if (seq !== undefined) {
          this.acknowledged.set(seq, { job, sentAt, at: performance.now() });
          return;
        }
        this.#count(error?.description ?? "no answer");
      } catch (error) {
        this.#count((error as Error).message);
      }
      await sleep(100);
    }
  }

  #count(trouble: string): void {
    this.troubles.set(trouble, (this.troubles.get(trouble) ?? 0) + 1);
  }
}

/** What a keeper has to refuse; the last ones grow when they are written as JSON. */
function malformed(service: string, chance: Randomness): string | Uint8Array {
  const whole = { service, user: "person-1", count: 1, occurredAt: "2026-01-01T00:00:00Z", sequence: 9e15 };
  return chance.pick<string | Uint8Array>([
    "",
    "no event",
    "[]",
    new Uint8Array([0x7b, 0xff, 0xfe]),
    JSON.stringify({ ...whole, count: -1 }),
    JSON.stringify({ ...whole, user: "" }),
    JSON.stringify({ ...whole, service: "another" }),
    JSON.stringify({ ...whole, sequence: 1e300 }),
    JSON.stringify({ ...whole, occurredAt: "yesterday" }),
    JSON.stringify({ ...whole, note: "x".repeat(8 * 1024) }),
    "\u0001".repeat(9 * 1024),
    '"'.repeat(9 * 1024),
  ]);
}
