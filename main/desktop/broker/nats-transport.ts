import type { ConnectionEvent } from "../../contract/connection.ts";
import { unreachable } from "../../contract/result.ts";
import { serverAddress } from "../../contract/server-address.ts";
import type { DialFailure, LinkEvent } from "../../core/feed/link.ts";
import { type Lookup, resolveHost } from "../../nats/connect.ts";
import type { Failure } from "../../nats/failure.ts";
import { openLink } from "../../nats/link.ts";
import { lookupWithin } from "../../nats/name-lookup.ts";
import { lastOf } from "../../nats/server-order.ts";
import type { Dial } from "./transport.ts";

/** Timeout of a dial to one server, in milliseconds, where the feed does not give another. */
const DIAL_TIMEOUT = 3_000;
/** Timeout of the name lookup for one server, in milliseconds. */
const LOOKUP_TIMEOUT = 3_000;
/**
 * Ping interval in milliseconds. The heartbeat, or the feed where there is no heartbeat, detects a half-open connection
 * within a minute. The client's own pings would wake an idle computer, so they are only the last resort.
 */
const PING_INTERVAL = 120_000;

/** Dials the broker with the app's default timeouts. */
export const dialNats: Dial = natsDial();

export interface NatsDialOptions {
  /** Milliseconds, as are the two timeouts below. A test that waits for a dead connection uses less. */
  readonly pingInterval?: number;
  readonly dialTimeout?: number;
  readonly lookupTimeout?: number;
  readonly lookup?: Lookup;
  /** 0 inclusive to 1 exclusive. */
  readonly random?: () => number;
}

/** Returns a dial function on nats.js. */
export function natsDial(options: NatsDialOptions = {}): Dial {
  const {
    pingInterval = PING_INTERVAL,
    dialTimeout = DIAL_TIMEOUT,
    lookupTimeout = LOOKUP_TIMEOUT,
  } = options;
  const { lookup = resolveHost, random = Math.random } = options;
  return async (address, onEvent) => {
    const { servers, avoid, isLook, inboxPrefix, credentials, tls, patience = dialTimeout } = address;
    const addresses = servers.map(serverAddress); // validated by the policy parser
    const ordered = avoid === undefined ? addresses : lastOf(addresses, avoid, random);
    const linked = await openLink(
      {
        servers: isLook ? ordered.slice(0, 1) : ordered,
        inOrder: avoid !== undefined,
        inboxPrefix,
        credentials,
        tls,
        name: "alrimi",
        timeout: patience,
        pingInterval,
        lookup: lookupWithin(lookupTimeout, lookup),
      },
      (event) => onEvent(linkEvent(event)),
    );
    return linked.ok ? linked : { ok: false, failure: dialFailure(linked.failure) };
  };
}

function linkEvent(event: ConnectionEvent<Failure>): LinkEvent {
  return event.kind === "failed" ? { kind: "failed", cause: dialFailure(event.cause) } : event;
}

/** Maps a client failure to the failure that the connection state uses. */
export function dialFailure(failure: Failure): DialFailure {
  const { reason, file = "", detail, isWithoutTls = false, isDown = false } = failure;
  switch (reason) {
    case "bad-file":
      return { kind: "file-unreadable", file, detail };
    case "authorization":
    case "bad-credentials":
      return { kind: "refused", cause: "credentials", detail };
    case "timeout":
      return { kind: "lost", cause: "no-answer", detail };
    case "tls":
      return { kind: "lost", cause: "tls", detail, isWithoutTls };
    case "unreachable":
      return { kind: "lost", cause: reason, detail, isDown };
    case "not-nats":
      return { kind: "lost", cause: reason, detail };
    default:
      return unreachable(reason);
  }
}
