import type { Reply } from "../../../main/contract/connection.ts";
import { HEARTBEAT_INTERVAL, HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../../../main/contract/keeper-heartbeat.ts";
import type { LinkEvent } from "../../../main/core/feed/link.ts";
import type { Dial } from "../../../main/desktop/broker/transport.ts";
import type { Link } from "../../../main/nats/link.ts";
import type { Message } from "../../../main/nats/message.ts";
import type { Chance } from "../../fuzz/chance.ts";
import type { FakeClock } from "../fake-clock.ts";

/** How bad it is: one in so many goes wrong in that way; 0 is never. */
export interface Weather {
  readonly drop: number;
  readonly double: number;
  /** Milliseconds by which a delivery may be late, so that later messages may arrive before it. */
  readonly lateBy: number;
  readonly unavailable: number;
  readonly unanswered: number;
  readonly outdated: number;
  readonly deadDial: number;
}

export const CALM: Weather = {
  drop: 0,
  double: 0,
  lateBy: 20,
  unavailable: 0,
  unanswered: 0,
  outdated: 0,
  deadDial: 0,
};

export const STORM: Weather = {
  drop: 4,
  double: 4,
  lateBy: 30_000,
  unavailable: 4,
  unanswered: 5,
  outdated: 4,
  deadDial: 3,
};

/** The published messages. All servers hold them, except those that are cut off. */
export class Truth {
  readonly retained = new Map<string, Uint8Array>();
  /** The content of a replica that lags behind. */
  readonly outdated = new Map<string, Uint8Array | undefined>();

  set(subject: string, payload: Uint8Array): void {
    this.outdated.set(subject, this.retained.get(subject));
    this.retained.set(subject, payload);
  }

  /** The disks are gone, on all servers and copies. */
  lose(subjects: readonly string[]): void {
    for (const subject of subjects) {
      this.outdated.delete(subject);
      this.retained.delete(subject);
    }
  }
}

type Listener = (message: Message) => void;

/**
 * A server in memory that is as unkind as a network may be: it drops, doubles, delays and reorders deliveries, answers
 * direct gets late, with a 503, not at all or from an old copy, loses the connection, and may be cut off from the truth.
 */
export class StormyBroker {
  weather = CALM;
  readonly server: string;
  readonly #truth: Truth;
  /** The server's content when it was cut off; undefined while it is not. */
  #held: ReadonlyMap<string, Uint8Array> | undefined;
  /** Subjects that may be neither subscribed to nor read. */
  readonly denied = new Set<string>([KEEPER_SUBJECT]); // keepers are not heard here
  /** The subjects that were answered since the connection is up, by any replica. */
  readonly answered = new Set<string>();
  readonly openLinks = new Set<object>();
  /** When the connection stood and when a heartbeat was heard, for the last time; milliseconds that have passed. */
  stoodAt = 0;
  heartbeatAt = 0;
  readonly #clock: FakeClock;
  readonly #chance: Chance;
  #tell: ((event: LinkEvent) => void) | undefined;
  #isUp = false;
  /** Raised with each connection. */
  #connection = 0;
  #listeners = new Map<string, Listener>();

  constructor(clock: FakeClock, chance: Chance, truth: Truth, server: string) {
    this.server = server;
    this.#truth = truth;
    this.#clock = clock;
    this.#chance = chance;
    void this.#beat();
  }

  readonly dial: Dial = async (_address, onEvent) => {
    const took = this.#chance.below(200);
    await this.#wait(took);
    if (this.#isBad("deadDial")) {
      const isDown = this.#chance.oneIn(2);
      return { ok: false, failure: { kind: "lost", cause: "unreachable", detail: "", isDown } };
    }
    this.#tell = onEvent;
    this.#listeners = new Map();
    this.#stand();
    const link = this.#link(took);
    this.openLinks.add(link);
    return { ok: true, link };
  };

  /** Cuts the server off: it still answers, from its own content, but sends no heartbeat. */
  cutOff(): void {
    this.#held ??= new Map(this.#truth.retained);
  }

  heal(): void {
    this.#held = undefined;
  }

  /** Delivers a published message to the subscriptions, after some time, once or more. */
  publish(subject: string, payload: Uint8Array): void {
    if (this.#held !== undefined || this.#isBad("drop")) return;
    for (let times = this.#isBad("double") ? 2 : 1; times > 0; times--) void this.#deliver(subject, payload);
  }

  /** What an attacker has delivered, at once: it is the server that sends it. */
  forge(message: Message): void {
    if (!this.#isUp) return;
    const wildcard = message.subject.replace(/[^.]+$/, "*");
    (this.#listeners.get(message.subject) ?? this.#listeners.get(wildcard))?.(message);
  }

  /** The connection is lost. */
  disconnect(): void {
    const tell = this.#tell;
    this.#isUp = false;
    this.answered.clear();
    this.#tell = undefined;
    this.openLinks.clear();
    tell?.({ kind: "closed", isSilent: this.#chance.oneIn(2) });
  }

  #stand(): void {
    this.#isUp = true;
    this.stoodAt = this.#clock.elapsed;
    this.#connection++;
    this.answered.clear();
  }

  async #deliver(subject: string, payload: Uint8Array): Promise<void> {
    const connection = this.#connection;
    await this.#wait(this.#chance.below(this.weather.lateBy));
    if (!this.#isUp || connection !== this.#connection) return;
    const wildcard = subject.replace(/[^.]+$/, "*");
    this.#tell?.({ kind: "heard" });
    this.answered.add(subject); // a live message is as new as a read one
    (this.#listeners.get(subject) ?? this.#listeners.get(wildcard))?.({
      subject,
      data: payload,
      origin: subject,
      isHeartbeat: false,
      hasHeaders: true,
    });
  }

  /** Sends a heartbeat every so often until the end, when it reaches the majority of its cluster. */
  async #beat(): Promise<void> {
    for (;;) {
      await this.#wait(HEARTBEAT_INTERVAL);
      const listener = this.#listeners.get(HEARTBEAT_SUBJECT);
      if (!this.#isUp || this.#held !== undefined || this.#isBad("drop") || listener === undefined) continue;
      this.heartbeatAt = this.#clock.elapsed;
      listener({
        subject: HEARTBEAT_SUBJECT,
        data: new Uint8Array(),
        origin: undefined,
        isHeartbeat: true,
        hasHeaders: true,
      });
    }
  }

  #link(took: number): Link {
    const link: Link = {
      server: this.server,
      isClustered: true,
      took,
      subscribe: (subject, onMessage, onDenied) => {
        if (this.denied.has(subject)) queueMicrotask(onDenied);
        else this.#listeners.set(subject, onMessage);
        return () => {
          if (this.#listeners.get(subject) === onMessage) this.#listeners.delete(subject);
        };
      },
      publish() {},
      directGet: (_stream, subject, timeout) => this.#get(subject, timeout),
      ping: async (timeout) => {
        const isAlive = this.#isUp && !this.#isBad("unanswered");
        await this.#wait(isAlive ? this.#chance.below(timeout) : timeout);
        return isAlive;
      },
      close: async () => {
        if (this.openLinks.delete(link)) this.disconnect();
      },
    };
    return link;
  }

  async #get(subject: string, timeout: number): Promise<Reply> {
    const connection = this.#connection;
    if (this.denied.has(subject)) return { kind: "denied" };
    // The answer is true when it is sent. Until it arrives, other events happen.
    const isOld = this.#isBad("outdated");
    const { outdated, retained } = this.#truth;
    const payload = isOld ? outdated.get(subject) : (this.#held ?? retained).get(subject);
    const isSilent = !this.#isUp || this.#isBad("unanswered");
    await this.#wait(isSilent ? timeout : this.#chance.below(Math.min(timeout, this.weather.lateBy + 1)));
    if (isSilent || connection !== this.#connection || !this.#isUp) return { kind: "unavailable" };
    if (this.#isBad("unavailable")) return { kind: "unavailable" };
    this.answered.add(subject);
    return payload === undefined ? { kind: "none" } : { kind: "message", origin: subject, payload };
  }

  #isBad(what: Exclude<keyof Weather, "lateBy">): boolean {
    const times = this.weather[what];
    return times > 0 && this.#chance.oneIn(times);
  }

  /** On the clock of the test; the broker's own waits are no timers of the app. */
  #wait(delay: number): Promise<void> {
    this.waiting++;
    return new Promise((resolve) => {
      this.#clock.after(delay, () => {
        this.waiting--;
        resolve();
      });
    });
  }

  /** Timers on the test's clock that are the broker's. */
  waiting = 0;
}
