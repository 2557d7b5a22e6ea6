import { parseEvent } from "../../../main/contract/event.ts";
import { HEARTBEAT_INTERVAL } from "../../../main/contract/heartbeat.ts";
import { KEEPER_PATIENCE } from "../../../main/contract/keeper-heartbeat.ts";
import { type Connection, initialConnection, nextConnection } from "../../../main/core/connection.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import { dialNats } from "../../../main/desktop/broker/nats-transport.ts";
import type { BrokerAddress } from "../../../main/desktop/broker/transport.ts";
import { type Clock, systemClock } from "../../../main/desktop/clock.ts";
import { until } from "../../nats/real-broker.ts";

export const USER = "hong.gd";
export const SERVICE = "hr-leave";

/** The feed's own pauses are shortened by this factor. The network's delays are real. */
const HASTE = 20;
const hurried: Clock = {
  ...systemClock,
  after: (delay, callback) => systemClock.after(delay / HASTE, callback),
};

/** The app's feed with the real client and a real broker. */
export class Followed {
  connection: Connection = initialConnection(null);
  /** Every state so far, in a word or two. */
  readonly states: string[] = [];
  readonly counts: number[] = [];
  readonly log: string[] = [];
  readonly #feed: Feed;

  constructor(address: Partial<BrokerAddress> & Pick<BrokerAddress, "servers">) {
    this.#feed = startFeed(
      USER,
      { credentials: undefined, tls: undefined, ...address },
      {
        dial: dialNats,
        clock: hurried,
        heartbeatInterval: HASTE * HEARTBEAT_INTERVAL, // which the broker does not hurry
        keeperPatience: HASTE * KEEPER_PATIENCE, // nor do the keepers
        services: () => [SERVICE],
        sink: {
          event: (subject, payload) => this.#take(subject, payload),
          retained: (_service, retained) => {
            if (retained.kind === "message") this.#take(retained.origin ?? "", retained.payload);
            return "settled";
          },
          unanswered: () => {},
          unproven: (subject) => this.log.push(`unproven: ${subject}`),
          catalog: () => {},
          signal: (signal) => {
            this.connection = nextConnection(this.connection, signal, Date.now());
            if (this.states.at(-1) !== this.state) this.states.push(this.state);
          },
          log: (text) => this.log.push(text),
        },
      },
    );
  }

  #take(subject: string, payload: Uint8Array): void {
    const event = parseEvent(subject, payload);
    if (event.ok) this.counts.push(event.value.count);
  }

  get state(): string {
    return "cause" in this.connection
      ? `${this.connection.kind}: ${this.connection.cause}`
      : this.connection.kind;
  }

  /** Waits for a state. The error names the last one. */
  async is(state: string): Promise<void> {
    await until(() => this.state === state, 30_000).catch(() => {
      throw new Error(
        `not ${state} but ${this.state}, after ${this.states.join(", ")}\n${this.log.join("\n")}`,
      );
    });
  }

  /** Waits until it has been in a state, from now on. */
  async says(state: string): Promise<void> {
    const from = this.states.length;
    if (this.state === state) return;
    await until(() => this.states.slice(from).includes(state), 30_000).catch(() => {
      throw new Error(`never ${state}: ${this.states.slice(from).join(", ")}\n${this.log.join("\n")}`);
    });
  }

  stop(): Promise<void> {
    return this.#feed.stop();
  }
}
