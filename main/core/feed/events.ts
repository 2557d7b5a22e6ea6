import type { Reply, Server } from "../../contract/connection.ts";
import type { ConnectionSignal } from "../connection.ts";
import type { DialFailure, Found, LinkEvent, RetainedReply } from "./link.ts";
import type { StreamName } from "./reading.ts";
import type { Due } from "./timer.ts";

/** What happens to a feed. */
export type FeedEvent =
  | { readonly kind: "start" }
  /** Woke from sleep, or the network changed. */
  | { readonly kind: "check" }
  | { readonly kind: "refresh" }
  | { readonly kind: "stop" }
  /** A timer of the state is reached. */
  | { readonly kind: "due"; readonly due: Due }
  | ({ readonly kind: "dialled"; readonly line: number } & Server)
  | { readonly kind: "dial-failed"; readonly line: number; readonly failure: DialFailure }
  /** `at` is the server that the link is at now, if it is dialled. */
  | {
      readonly kind: "link";
      readonly line: number;
      readonly event: LinkEvent;
      readonly at: Server | undefined;
    }
  | { readonly kind: "denied"; readonly line: number; readonly subject: string }
  /** A heartbeat was heard. */
  | { readonly kind: "heartbeat" }
  /** Something arrived on the catalog's subject. */
  | { readonly kind: "hint" }
  /** A message did not prove where it comes from; the sink was told. */
  | { readonly kind: "unproven"; readonly subject: string }
  | { readonly kind: "pinged"; readonly ping: number; readonly isAnswered: boolean }
  | { readonly kind: "replied"; readonly get: number; readonly reply: Reply }
  | { readonly kind: "listed"; readonly reading: number; readonly services: readonly string[] }
  | { readonly kind: "found"; readonly reading: number; readonly service: string; readonly found: Found };

/** What the shell does for a feed, in the order given. */
export type FeedEffect =
  /** Ends in `dialled` or `dial-failed`. */
  | { readonly kind: "dial"; readonly line: number; readonly avoid: string | undefined }
  /** The settings may hold other credentials by now. */
  | { readonly kind: "renew-credentials" }
  /** Messages go straight to the sink; only what may change the state becomes an event. */
  | { readonly kind: "subscribe"; readonly line: number; readonly subject: string; readonly as: Subscribed }
  /** All that was subscribed to. */
  | { readonly kind: "unsubscribe" }
  /** Ends in `pinged`. */
  | { readonly kind: "ping"; readonly line: number; readonly ping: number; readonly timeout: number }
  /** Ends in `replied`. */
  | ({ readonly kind: "get"; readonly line: number; readonly get: number } & GetRequest)
  | { readonly kind: "redial"; readonly line: number }
  | { readonly kind: "close"; readonly line: number }
  /** Ends in `listed`: the services of the catalog and of the ledger, as they are now. */
  | { readonly kind: "list"; readonly reading: number }
  /** Ends in `found`. */
  | {
      readonly kind: "retained";
      readonly reading: number;
      readonly service: string;
      readonly retained: RetainedReply;
    }
  | { readonly kind: "unanswered"; readonly service: string }
  | { readonly kind: "catalog"; readonly payload: Uint8Array }
  | { readonly kind: "unproven"; readonly subject: string }
  | { readonly kind: "signal"; readonly signal: ConnectionSignal }
  | { readonly kind: "log"; readonly text: string };

export type Subscribed = "events" | "catalog" | "heartbeat";

interface GetRequest {
  readonly stream: StreamName;
  readonly subject: string;
  readonly timeout: number;
}
