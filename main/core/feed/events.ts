import type { Reply, Server } from "../../contract/connection.ts";
import type { ConnectionSignal } from "../connection.ts";
import type { DialFailure, Found, LinkEvent, RetainedReply } from "./link.ts";
import type { StreamName } from "./reading.ts";
import type { Due } from "./timer.ts";

/** The inputs of a feed. `line`, `ping`, `get` and `reading` are ids of {@link FeedState}. */
export type FeedEvent =
  | { readonly kind: "start" }
  /** Woke from sleep, or the network changed. */
  | { readonly kind: "check" }
  | { readonly kind: "refresh" }
  /** There is a newer login. The present connection ends with the earlier one. */
  | { readonly kind: "login-renewed" }
  | { readonly kind: "stop" }
  /** A timer of the state has expired. */
  | { readonly kind: "due"; readonly due: Due }
  /** `took`: milliseconds of this server alone. */
  | ({ readonly kind: "dialled"; readonly line: number; readonly took: number } & Server)
  | { readonly kind: "dial-failed"; readonly line: number; readonly failure: DialFailure }
  | { readonly kind: "link"; readonly line: number; readonly event: LinkEvent }
  | { readonly kind: "denied"; readonly line: number; readonly subject: string }
  /** A heartbeat arrived. */
  | { readonly kind: "heartbeat" }
  /** The working keeper said how long its oldest event waits, in milliseconds. */
  | { readonly kind: "keeper"; readonly oldestWaiting: number }
  /** A stream has a new leader. */
  | { readonly kind: "leader"; readonly stream: StreamName }
  /** A catalog that was read is older than the known one. */
  | { readonly kind: "older-catalog" }
  /** A message arrived on the catalog's subject. */
  | { readonly kind: "hint" }
  /** A message did not prove its origin. The sink was told. */
  | { readonly kind: "unproven"; readonly subject: string }
  | { readonly kind: "pinged"; readonly ping: number; readonly isAnswered: boolean }
  | { readonly kind: "replied"; readonly get: number; readonly reply: Reply }
  | { readonly kind: "listed"; readonly reading: number; readonly services: readonly string[] }
  | { readonly kind: "found"; readonly reading: number; readonly service: string; readonly found: Found };

/** What the shell does for a feed, in this order. Timeouts are milliseconds. */
export type FeedEffect =
  /**
   * Ends in `dialled` or `dial-failed`. `avoid` is the `host:port` of a server to dial last, `patience` the time for
   * each server to answer. With `isLook` only one of the others is dialled.
   */
  | {
      readonly kind: "dial";
      readonly line: number;
      readonly avoid: string | undefined;
      readonly isLook: boolean;
      readonly patience: number;
    }
  /** Reads the credentials again, because the settings may have changed. */
  | { readonly kind: "renew-credentials" }
  /** Messages go to the sink directly. Only a message that may change the state becomes an event. */
  | { readonly kind: "subscribe"; readonly line: number; readonly subject: string; readonly as: Subscribed }
  /** Ends all subscriptions. */
  | { readonly kind: "unsubscribe" }
  /** Ends in `pinged`. */
  | { readonly kind: "ping"; readonly line: number; readonly ping: number; readonly timeout: number }
  /** Ends in `replied`. */
  | ({ readonly kind: "get"; readonly line: number; readonly get: number } & GetRequest)
  | { readonly kind: "close"; readonly line: number }
  /** Ends in `listed`, with the present services of the catalog and the ledger. */
  | { readonly kind: "list"; readonly reading: number }
  /** Ends in `found`. */
  | {
      readonly kind: "retained";
      readonly reading: number;
      readonly service: string;
      readonly retained: RetainedReply;
    }
  | { readonly kind: "unanswered"; readonly service: string }
  /** Ends in `older-catalog` if it is older than the known one. */
  | { readonly kind: "catalog"; readonly payload: Uint8Array; readonly revision: number | undefined }
  | { readonly kind: "unproven"; readonly subject: string }
  | { readonly kind: "signal"; readonly signal: ConnectionSignal }
  | { readonly kind: "log"; readonly text: string };

/** The kinds of subscriptions. */
export type Subscribed = "events" | "catalog" | "heartbeat" | "keeper" | "leader" | "test";

interface GetRequest {
  readonly stream: StreamName;
  readonly subject: string;
  readonly timeout: number;
}
