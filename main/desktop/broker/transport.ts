import type { AnyCredentials } from "../../core/account/credentials.ts";
import type { DialFailure, LinkEvent } from "../../core/feed/link.ts";
import type { Tls } from "../../core/policy/policy.ts";
import type { Link } from "../../nats/link.ts";

/** Servers and credentials of the broker. */
export interface BrokerAddress {
  readonly servers: readonly string[];
  /** Server (as in {@link Link}) that is dialled last. */
  readonly avoid?: string;
  /** Whether only one server is dialled: another than `avoid`. */
  readonly isLook?: boolean;
  /** Milliseconds for each server to answer; default 3000. */
  readonly patience?: number;
  /** Prefix of the reply subjects. The permissions let only this client subscribe there. */
  readonly inboxPrefix: string;
  readonly credentials: AnyCredentials | undefined;
  readonly tls: Tls | undefined;
}

/** Opens one connection. A failed dial is a value with its cause. */
export type Dial = (
  address: BrokerAddress,
  onEvent: (event: LinkEvent) => void,
) => Promise<
  { readonly ok: true; readonly link: Link } | { readonly ok: false; readonly failure: DialFailure }
>;
