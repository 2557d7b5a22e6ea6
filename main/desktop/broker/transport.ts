import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { DialCause, RefusalCause } from "../../core/connection.ts";
import type { Tls } from "../../core/policy/policy.ts";
import type { Reply } from "../../nats/direct-gets.ts";
import type { LinkEvent as BrokerEvent, Link } from "../../nats/link.ts";

export type { Reply } from "../../nats/direct-gets.ts";
export type { Link } from "../../nats/link.ts";
export type { Message, Origin } from "../../nats/message.ts";

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

/** What a stream holds of a subject, when it was answered. */
export type Retained = Extract<Reply, { kind: "message" | "none" }>;

export type LinkEvent = BrokerEvent<DialFailure>;

export type DialFailure =
  | {
      readonly kind: "lost";
      readonly cause: DialCause;
      readonly detail: string;
      /** Of `tls`: it was demanded, and the server has none. */
      readonly isWithoutTls?: boolean;
    }
  | { readonly kind: "refused"; readonly cause: RefusalCause; readonly detail: string }
  | { readonly kind: "file-unreadable"; readonly file: string; readonly detail: string };

export type Dial = (
  address: BrokerAddress,
  onEvent: (event: LinkEvent) => void,
) => Promise<
  { readonly ok: true; readonly link: Link } | { readonly ok: false; readonly failure: DialFailure }
>;
