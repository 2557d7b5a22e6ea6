import type { World } from "./simulated-app.ts";

/** What a snapshot needs of its app. */
export interface SnapshotPorts {
  /** Sends a direct get; the answer comes back with its token. */
  ask(subject: string, token: number): void;
  /** Calls back when the server has answered a ping. */
  ping(answered: () => void): void;
  /** What is to be read, as far as it is known; the catalog may add to it. */
  subjects(): readonly string[];
  catalog(payload: Buffer): void;
  event(payload: Buffer): void;
  /** Everything was read. */
  done(): void;
}

/** Milliseconds, as in the app: the wait before what was not answered is asked again. */
const RETRY = { from: 200, to: 600, most: 1_500 };
/** As in the app's `gets.ts`, where there are several servers. Milliseconds. */
const ASK_AGAIN_AFTER = 1_000;
const ASKS_AT_MOST = 4;
const CATALOG = "CATALOG.catalog.services";

/** A direct get that is not answered yet. */
interface Get {
  readonly subject: string;
  readonly attempt: number;
  /** Of each time that it was asked. */
  readonly tokens: number[];
  asks: number;
  /** Set while it waits for the one that goes ahead. */
  isHeld: boolean;
  timeout?: NodeJS.Timeout;
  again?: NodeJS.Timeout;
}

/**
 * Reads the catalog and every known service at once, then what the catalog adds; only what is not served (503) or not
 * answered in time is asked again.
 */
export class SnapshotReader {
  readonly #world: Pick<World, "ports" | "rules" | "tally">;
  readonly #ports: SnapshotPorts;
  readonly #asked = new Map<number, Get>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  /** Streams that answered something in this snapshot, and of each other the get that goes ahead. */
  readonly #served = new Set<string>();
  readonly #ahead = new Map<string, Get>();
  #nextToken = 0;
  #reading: { unread: number; again: boolean; readonly wanted: Set<string> } | undefined;

  constructor(world: Pick<World, "ports" | "rules" | "tally">, ports: SnapshotPorts) {
    this.#world = world;
    this.#ports = ports;
  }

  read(): void {
    if (this.#reading !== undefined) {
      this.#reading.again = true;
      return;
    }
    this.#reading = { unread: 0, again: false, wanted: new Set() };
    this.#served.clear();
    this.#want([CATALOG, ...this.#ports.subjects()]);
  }

  /** The catalog alone, and what it names for the first time. */
  readCatalog(): void {
    if (this.#reading !== undefined) {
      this.#reading.again = true;
      return;
    }
    this.#reading = { unread: 0, again: false, wanted: new Set(this.#ports.subjects()) };
    this.#want([CATALOG]);
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
    for (const get of this.#asked.values()) this.#settle(get);
    for (const pause of this.#pauses) clearTimeout(pause);
    this.#pauses.clear();
  }

  answered(token: number, status: number, payload: Buffer): void {
    const get = this.#asked.get(token);
    if (get === undefined || this.#reading === undefined) return; // too late
    if (status !== 0 && status !== 404) {
      this.#world.tally.unavailable++;
      this.#asked.delete(token);
      get.tokens.splice(get.tokens.indexOf(token), 1);
      if (get.tokens.length > 0) return; // another copy may answer yet
      this.#settle(get);
      this.#askLater(get);
      return;
    }
    this.#settle(get);
    this.#serves(streamOf(get));
    this.#reading.unread--;
    if (get.subject !== CATALOG) {
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
    const get: Get = { subject, attempt, tokens: [], asks: 0, isHeld: false };
    const stream = streamOf(get);
    if (!this.#ahead.has(stream)) this.#ahead.set(stream, get);
    this.#askOnce(get);
  }

  #askOnce(get: Get): void {
    const { ports, rules, tally } = this.#world;
    tally.gets++;
    get.asks++;
    get.isHeld = false;
    const token = this.#nextToken++;
    get.tokens.push(token);
    this.#asked.set(token, get);
    clearTimeout(get.timeout);
    get.timeout = setTimeout(
      () => {
        tally.timeouts++;
        this.#settle(get);
        this.#askLater(get);
      },
      get.attempt === 0 ? rules.firstGetTimeout : rules.nextGetTimeout,
    );
    if (ports.length > 1) get.again = setTimeout(() => this.#askAgain(get), ASK_AGAIN_AFTER);
    this.#ports.ask(get.subject, token);
  }

  #askAgain(get: Get): void {
    const stream = streamOf(get);
    const isServed = this.#served.has(stream);
    get.isHeld = !isServed && this.#ahead.get(stream) !== get;
    const most = isServed ? ASKS_AT_MOST : this.#world.rules.firstGetTimeout / ASK_AGAIN_AFTER;
    if (get.isHeld || get.asks >= most) return;
    this.#ports.ping(() => {
      if (get.tokens.length > 0) this.#askOnce(get);
    });
  }

  /** Something was answered: whoever waited for that follows. */
  #serves(stream: string): void {
    if (this.#served.has(stream)) return;
    this.#served.add(stream);
    for (const get of new Set(this.#asked.values()))
      if (get.isHeld && streamOf(get) === stream) this.#askOnce(get);
  }

  /** Nothing is waited for any more. */
  #settle(get: Get): void {
    clearTimeout(get.timeout);
    clearTimeout(get.again);
    const stream = streamOf(get);
    if (this.#ahead.get(stream) === get) this.#ahead.delete(stream);
    for (const token of get.tokens.splice(0)) this.#asked.delete(token);
  }

  #askLater({ subject, attempt }: Get): void {
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

function streamOf({ subject }: Get): string {
  return subject.slice(0, subject.indexOf("."));
}

export function between(from: number, to: number): number {
  return from + Math.random() * (to - from);
}
