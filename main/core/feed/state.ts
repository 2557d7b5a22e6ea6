import type { Server } from "../../contract/connection.ts";
import type { Get, Reading } from "./reading.ts";
import type { Timer } from "./timer.ts";

/** What does not change while a feed runs. */
export interface FeedSetup {
  /** Canonical id. */
  readonly user: string;
  /** The subjects of the person's events; and of what was stored of them, where one account is for all. */
  readonly own: string;
  readonly stored: string;
  /** Whether another server, and so another copy of the streams, may answer what the first did not. */
  readonly hasCopies: boolean;
  /** Milliseconds between two heartbeats of the broker. */
  readonly heartbeatInterval: number;
}

/** What a ping that is out was sent for. */
export type Ping =
  /** The PC woke up or the network changed. */
  | { readonly kind: "check"; readonly line: number }
  /** No heartbeat is waited for. */
  | { readonly kind: "ask" }
  /** Whether one account is for all; a message on this subject gave reason to ask. */
  | { readonly kind: "account"; readonly subject: string }
  /** A direct get is late. */
  | { readonly kind: "get"; readonly get: number };

/** All that a feed knows. Ids of lines, readings, gets and pings are numbers that are given once. */
export interface FeedState {
  readonly setup: FeedSetup;
  readonly isStopped: boolean;
  readonly lastId: number;
  /** The connection whose events count, or the dial of it. */
  readonly line: number;
  /** Undefined before the dial has ended and after the link has closed. */
  readonly link: Server | undefined;
  /** The connection stands. */
  readonly isUp: boolean;
  /** Another server is dialled, to leave the line that is there. */
  readonly moving: { readonly line: number; readonly left: number } | undefined;
  /** Whether one account of the broker is for all. Asked when a message gives reason to, once a connection. */
  readonly account: "unknown" | "one" | "several";
  /** Once the heartbeat was missing, no server is believed until it is heard, not even another one. */
  readonly isHeartbeatMissing: boolean;
  /** When it is missing; milliseconds since the Unix epoch. */
  readonly heartbeatDue: number;
  /** When a changed catalog was read; milliseconds since the Unix epoch. */
  readonly catalogReadAt: number;
  /** The services that could not be read, and how often they were read again in vain. */
  readonly unread: ReadonlyMap<string, number>;
  readonly readings: ReadonlyMap<number, Reading>;
  readonly gets: ReadonlyMap<number, Get>;
  readonly pings: ReadonlyMap<number, Ping>;
  readonly timers: ReadonlyMap<string, Timer>;
}

export function initialFeed(setup: FeedSetup): FeedState {
  return {
    setup,
    isStopped: false,
    lastId: 0,
    line: 0,
    link: undefined,
    isUp: false,
    moving: undefined,
    account: "unknown",
    isHeartbeatMissing: false,
    heartbeatDue: 0,
    catalogReadAt: Number.NEGATIVE_INFINITY,
    unread: new Map(),
    readings: new Map(),
    gets: new Map(),
    pings: new Map(),
    timers: new Map(),
  };
}
