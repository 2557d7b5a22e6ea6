import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { DialFailure, LinkEvent } from "../../core/feed/link.ts";
import type { Tls } from "../../core/policy/policy.ts";
import type { Link } from "../../nats/link.ts";

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

export type Dial = (
  address: BrokerAddress,
  onEvent: (event: LinkEvent) => void,
) => Promise<
  { readonly ok: true; readonly link: Link } | { readonly ok: false; readonly failure: DialFailure }
>;
