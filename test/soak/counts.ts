import type { Randomness } from "../chaos/randomness.ts";
import { USER } from "../e2e/company.ts";

/** Whether a count may be marked as not confirmed: it must not, it must, or it depends on what the app has read again. */
export type Mark = "sure" | "unsure" | "either";

/** What the services have published of one service, and so what the app has to show. */
export interface Known {
  readonly count: number;
  readonly mark: Mark;
}

const KINDS = ["up", "up", "up", "down", "zero"] as const;
/** Counts stay below a thousand, so that they have no commas. */
const MOST = 900;
/** Sequences begin here, so that there are older ones. */
const FIRST_SEQUENCE = 1_000;
const MALFORMED = [
  '{"count":',
  "[1,2]",
  "",
  event("mail", { count: -1, sequence: 1 }),
  event("mail", { user: "kim.ys", count: 1, sequence: 1 }),
  event("mail", { count: 1, sequence: 1, note: "x".repeat(9_000) }),
];

/** One service: makes its payloads, and knows what the app shows after each. */
export class Counter implements Known {
  readonly service: string;
  readonly name: string;
  count = 0;
  mark: Mark = "sure";
  readonly #chance: Randomness;
  #sequence = FIRST_SEQUENCE;
  #newest = "";
  /** The counts since the notices were checked last, and those of the time before. */
  #current: number[] = [];
  #previous: number[] = [];
  /** The broker retains, or has retained, an event that is older than the newest. */
  #isDoubted = false;

  constructor(service: string, name: string, chance: Randomness) {
    this.service = service;
    this.name = name;
    this.#chance = chance;
  }

  /** A newer event. */
  next(kind: (typeof KINDS)[number] = this.#chance.pick(KINDS)): string {
    const chance = this.#chance;
    const isUp = this.count < 2 || (kind === "up" && this.count < MOST);
    if (kind === "zero") this.count = 0;
    else this.count = isUp ? this.count + 1 + chance.below(20) : 1 + chance.below(this.count - 1);
    this.#current.push(this.count);
    this.#sequence += 1 + chance.below(3);
    this.mark = "sure";
    this.#isDoubted = false;
    this.#newest = event(this.service, { count: this.count, sequence: this.#sequence });
    return this.#newest;
  }

  /** The newest event again. */
  doubled(): string {
    this.mark = this.#isDoubted ? "either" : "sure";
    return this.#newest;
  }

  /** An older event, which the broker retains. The app believes a reading of it only the second time. */
  older(): string {
    this.mark = "either";
    this.#isDoubted = true;
    const sequence = this.#sequence - 1 - this.#chance.below(FIRST_SEQUENCE / 2);
    return event(this.service, { count: this.count + 1 + this.#chance.below(20), sequence });
  }

  /**
   * Whether a notice may tell this count. The bus may pass on a notice a moment after the tray was seen to be right, so
   * those of the check before are allowed, too.
   */
  isNew(count: number): boolean {
    return [...this.#previous, ...this.#current].includes(count);
  }

  /** The notices were checked. */
  checked(): void {
    this.#previous = this.#current;
    this.#current = [this.count];
  }

  /** What no app can read. */
  malformed(): string {
    this.mark = "unsure";
    return this.#chance.pick(MALFORMED);
  }
}

function event(service: string, fields: Record<string, unknown>): string {
  return JSON.stringify({ service, user: USER, occurredAt: new Date().toISOString(), ...fields });
}
