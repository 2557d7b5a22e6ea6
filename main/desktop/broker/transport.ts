import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { DialCause, RefusalCause } from "../../core/connection.ts";
import type { Tls } from "../../core/policy.ts";

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

/** What a direct get was answered. */
export type Reply =
  | { readonly kind: "message"; readonly subject: string; readonly payload: Uint8Array }
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

/** A message as the client has it: one that is not asked for its headers costs nothing to read them. */
export interface Message {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Reading them costs as much as all the rest. Their code is the status of a message of the broker's own, else 0. */
  readonly headers?: { readonly code: number } | undefined;
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
