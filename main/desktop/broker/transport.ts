import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { DialCause, RefusalCause } from "../../core/connection.ts";
import type { Tls } from "../../core/policy/policy.ts";

/** How to reach the broker, and as whom. */
export interface BrokerAddress {
  readonly servers: readonly string[];
  /** The server (of a {@link Link}) that is dialled only when no other answers. */
  readonly avoid?: string;
  /** Replies to this client's requests arrive under this prefix; only it may subscribe there. */
  readonly inboxPrefix: string;
  readonly credentials: AnyCredentials | undefined;
  readonly tls: Tls | undefined;
}

/**
 * Under which subject the broker stored a message, by its own word: the only value of the header `Nats-Subject`, which
 * the server adds to every stored message that it sends. Undefined when there is none, or more than one: somebody put
 * one in. A direct get is answered wherever the asker wants, with the server's own rights, so the subject on which a
 * message arrives proves nothing.
 */
export type Origin = string | undefined;

/** What a direct get was answered. */
export type Reply =
  | { readonly kind: "message"; readonly origin: Origin; readonly payload: Uint8Array }
  /** There is no retained message (404). */
  | { readonly kind: "none" }
  /** Nobody serves the stream now (503, or no answer in time). */
  | { readonly kind: "unavailable" }
  | { readonly kind: "denied" };

/** What a stream holds of a subject, when it was answered. */
export type Retained = Extract<Reply, { kind: "message" | "none" }>;

/** What happens to a connection that once stood. The link reconnects by itself until it is closed. */
export type LinkEvent =
  | { readonly kind: "disconnected" }
  | { readonly kind: "reconnected" }
  /** The broker was heard. */
  | { readonly kind: "heard" }
  | { readonly kind: "failed"; readonly cause: DialFailure }
  /** The link gave up; dial again. */
  | { readonly kind: "closed" };

export type DialFailure =
  | { readonly kind: "lost"; readonly cause: DialCause; readonly detail: string }
  | { readonly kind: "refused"; readonly cause: RefusalCause; readonly detail: string }
  | { readonly kind: "file-unreadable"; readonly file: string; readonly detail: string };

/** A message that arrived on a subscription. Each part is read from the bytes only when it is asked for. */
export interface Message {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly origin: Origin;
  /** An idle heartbeat of the broker's own: status 100, and no `Nats-Subject`, which every stored message carries. */
  readonly isHeartbeat: boolean;
}

export interface Link {
  /** The server that it is connected to now. */
  readonly server: string;
  /** Whether that server is one of a cluster: one that stands alone cannot be cut off from the others. */
  readonly isClustered: boolean;
  /** Returns the undo. A denied subscription is gone for good; subscribe again to try again. */
  subscribe(subject: string, onMessage: (message: Message) => void, onDenied: () => void): () => void;
  /** The newest retained message of a subject, straight from the stream, without a consumer. */
  directGet(stream: string, subject: string, timeout: number): Promise<Reply>;
  /** Whether the broker answers within `timeout` milliseconds. */
  ping(timeout: number): Promise<boolean>;
  /** Drops the connection and dials again. */
  redial(): void;
  close(): Promise<void>;
}

export type Dial = (
  address: BrokerAddress,
  onEvent: (event: LinkEvent) => void,
) => Promise<
  { readonly ok: true; readonly link: Link } | { readonly ok: false; readonly failure: DialFailure }
>;
