import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { DialFailure, LinkEvent, Origin, Reply, Server } from "../../core/feed/link.ts";
import type { Tls } from "../../core/policy/policy.ts";

export type { DialFailure, LinkEvent, Origin, Reply, Retained } from "../../core/feed/link.ts";

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

/** A message that arrived on a subscription. Each part is read from the bytes only when it is asked for. */
export interface Message {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly origin: Origin;
  /** An idle heartbeat of the broker's own: status 100, and no `Nats-Subject`, which every stored message carries. */
  readonly isHeartbeat: boolean;
}

/** A connection, and the server that it is connected to now. */
export interface Link extends Server {
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
