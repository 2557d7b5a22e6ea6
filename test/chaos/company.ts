import { type Age, compareAge } from "../../main/contract/order.ts";
import type { PublishInput } from "../../main/publisher/draft.ts";
import type { Randomness } from "./randomness.ts";

export const USERS = ["hong.gd", "kim.ys", "lee.mj"] as const;
export const SERVICES = ["hr-leave", "finance-card", "security-visit", "mail-approval"] as const;
/** Writers of each service: as many processes of one system as there may be. */
export const WRITERS_EACH = 2;

/** A moment of one counter: what an app shows is compared by it. */
export type Moment = Age;

export interface Job {
  readonly input: PublishInput & { readonly user: string; readonly service: string };
  readonly moment: Moment;
}

/** Prime, so that multiplying by less than it gives every count once. */
const COUNTS = 999_983;

interface Counter {
  moment: Moment;
  /** The newest event. */
  newest: Job | undefined;
  /** How many events there were; each gets a count that no other of this counter has. */
  events: number;
  readonly moments: Map<number, Moment>;
  /** When the broker first said that it holds this event; times of `performance.now()`. */
  readonly stored: { readonly moment: Moment; readonly at: number }[];
  /** Sent again, or for the first time, long after newer ones. */
  late: Job[];
}

/** What the services say, and so what every app must show in the end. */
export class Company {
  readonly #counters = new Map<string, Counter>();
  readonly #chance: Randomness;

  constructor(chance: Randomness) {
    this.#chance = chance;
    for (const user of USERS) {
      for (const service of SERVICES) {
        this.#counters.set(keyOf(user, service), {
          moment: { generation: 0, epoch: 0, sequence: 0n },
          newest: undefined,
          events: 0,
          moments: new Map(),
          stored: [],
          late: [],
        });
      }
    }
  }

  /**
   * Further events of every counter, per writer: shuffled, some doubled, some late from earlier rounds, and some kept
   * back for later ones. The newest is always among them.
   * @param each new events of one counter
   */
  events(each: number): readonly (readonly Job[])[] {
    const chance = this.#chance;
    const writers = SERVICES.flatMap(() => Array.from({ length: WRITERS_EACH }, (): Job[] => []));
    for (const [index, service] of SERVICES.entries()) {
      for (const user of USERS) {
        for (const job of this.#jobs(user, service, each)) {
          writers[index * WRITERS_EACH + chance.below(WRITERS_EACH)]?.push(job);
        }
      }
    }
    return writers.map((jobs) => chance.shuffled(jobs));
  }

  #jobs(user: string, service: string, each: number): Job[] {
    const chance = this.#chance;
    const counter = this.#counter(user, service);
    const fresh = Array.from({ length: each }, () => this.#next(user, service, counter));
    const late = counter.late;
    const held = fresh.slice(0, -1).filter(() => chance.below(10) === 0);
    const doubled = fresh.filter(() => chance.below(5) === 0);
    counter.late = [...held, ...fresh.filter(() => chance.below(20) === 0)];
    return [...fresh.filter((job) => !held.includes(job)), ...doubled, ...late];
  }

  #next(user: string, service: string, counter: Counter): Job {
    const { epoch, sequence } = counter.moment;
    counter.moment =
      this.#chance.below(25) === 0
        ? { generation: 0, epoch: epoch + 1, sequence: 1n } // the service had to restart its counter
        : { generation: 0, epoch, sequence: sequence + 1n + BigInt(this.#chance.below(3)) };
    counter.events += 1;
    const count = (counter.events * 7919) % COUNTS;
    counter.moments.set(count, counter.moment);
    counter.newest = {
      input: { user, service, count, epoch: counter.moment.epoch, sequence: counter.moment.sequence },
      moment: counter.moment,
    };
    return counter.newest;
  }

  /** The newest event that was ever handed to a writer. */
  newest(user: string, service: string): Moment {
    return this.#counter(user, service).moment;
  }

  newestJob(user: string, service: string): Job {
    const { newest } = this.#counter(user, service);
    if (newest === undefined) throw new Error(`nothing was said of ${user} in ${service}`);
    return newest;
  }

  /** Which event a shown count belongs to; undefined for 0, which is shown when there is none. */
  momentOf(user: string, service: string, count: number): Moment | undefined {
    return this.#counter(user, service).moments.get(count);
  }

  /** The broker holds an event at least as new. */
  stored(user: string, service: string, moment: Moment): void {
    const { stored } = this.#counter(user, service);
    const last = stored.at(-1);
    if (last === undefined || compareAge(moment, last.moment) > 0)
      stored.push({ moment, at: performance.now() });
  }

  /** Since when the broker holds something newer than what is shown; undefined when it does not. */
  newerSince(user: string, service: string, shown: Moment | undefined): number | undefined {
    const { stored } = this.#counter(user, service);
    if (shown === undefined) return stored[0]?.at;
    // Newest last: go back to the first that is newer.
    let since: number | undefined;
    for (let index = stored.length - 1; index >= 0; index -= 1) {
      const entry = stored[index];
      if (entry === undefined || compareAge(entry.moment, shown) <= 0) break;
      since = entry.at;
    }
    return since;
  }

  #counter(user: string, service: string): Counter {
    const counter = this.#counters.get(keyOf(user, service));
    if (counter === undefined) throw new Error(`nobody said that there is ${user} in ${service}`);
    return counter;
  }
}

function keyOf(user: string, service: string): string {
  return `${user} ${service}`;
}
