import type { Server } from "../../contract/connection.ts";
import { type Dials, FIRST_DIALS } from "./dials.ts";
import { firstPace, type Pace } from "./pace.ts";
import type { Get, Reading } from "./reading.ts";
import type { Timer } from "./timer.ts";

/** The constant part of a feed's state. */
export interface FeedSetup {
  /** Canonical id. */
  readonly user: string;
  /** The subjects of the person's events, and of their republished copies where there is one account for all. */
  readonly own: string;
  readonly stored: string;
  /** The subject of the administrator's test notices. Undefined where no policy asks for reports to the fleet. */
  readonly test: string | undefined;
  /** Whether there is another server, whose replica may answer a get that the first did not. */
  readonly hasCopies: boolean;
  /** Milliseconds between two heartbeats of the broker. */
  readonly heartbeatInterval: number;
  /** Milliseconds without word of a working keeper after which counts may be late. */
  readonly keeperPatience: number;
}

/** The purpose of a ping without an answer yet. */
export type Ping =
  /** The PC woke up or the network changed. */
  | { readonly kind: "check"; readonly line: number }
  /** No heartbeat is expected. */
  | { readonly kind: "ask" }
  /** To find out whether there is one account for all, after a message on this subject. */
  | { readonly kind: "account"; readonly subject: string }
  /** A direct get is late. */
  | { readonly kind: "get"; readonly get: number };

/** The state of a feed. Lines (connections), readings, gets and pings have unique numbers as ids. */
export interface FeedState {
  readonly setup: FeedSetup;
  readonly isStopped: boolean;
  readonly lastId: number;
  /** The current connection, or its dial. */
  readonly line: number;
  /** The server of the current line, while the connection is up. */
  readonly link: Server | undefined;
  /** The dials since a connection was good, and when the last one began; milliseconds since the Unix epoch. */
  readonly dials: Dials;
  readonly dialledAt: number;
  /** The server of a cluster that ended the connection, while the next dial is a look at one of the others. */
  readonly leftServer: string | undefined;
  /** When a host last said that no server runs there; milliseconds since the Unix epoch. */
  readonly downAt: number;
  /** When a server last ended the connection, or did not run: leaders may be elected then. Milliseconds as above. */
  readonly diedAt: number;
  /** The dial of another server, or with a newer login (`line`), which is to replace the line `left`. */
  readonly moving: { readonly line: number; readonly left: number; readonly isForLogin: boolean } | undefined;
  /** Whether all use one account of the broker. Tested once per connection, after a message without origin. */
  readonly account: "unknown" | "one" | "several";
  /** True until the next heartbeat, even over another connection: until then no counts are fresh. */
  readonly isHeartbeatMissing: boolean;
  /** When the heartbeat counts as missing; milliseconds since the Unix epoch. */
  readonly heartbeatDue: number;
  readonly pace: Pace;
  /** Whether this connection may hear the keepers. */
  readonly hearsKeeper: boolean;
  /** Whether new leaders of the streams are heard of over this connection. */
  readonly hearsLeaders: boolean;
  /** Of a working keeper, since the connection is up. `awaited`: everything is read, and its word is missing. */
  readonly keeper: "unheard" | "awaited" | "heard";
  /** When a keeper counts as missing; milliseconds since the Unix epoch. */
  readonly keeperDue: number;
  /** Since when counts may be late, because nobody keeps them; milliseconds since the Unix epoch. */
  readonly lateSince: number | undefined;
  /** When a changed catalog was read; milliseconds since the Unix epoch. */
  readonly catalogReadAt: number;
  /** The services that could not be read, with the number of failed retries. */
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
    dials: FIRST_DIALS,
    dialledAt: 0,
    leftServer: undefined,
    downAt: Number.NEGATIVE_INFINITY,
    diedAt: Number.NEGATIVE_INFINITY,
    moving: undefined,
    account: "unknown",
    isHeartbeatMissing: false,
    heartbeatDue: 0,
    pace: firstPace(0),
    hearsKeeper: true,
    hearsLeaders: true,
    keeper: "unheard",
    keeperDue: 0,
    lateSince: undefined,
    catalogReadAt: Number.NEGATIVE_INFINITY,
    unread: new Map(),
    readings: new Map(),
    gets: new Map(),
    pings: new Map(),
    timers: new Map(),
  };
}
