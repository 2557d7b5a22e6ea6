import type { ConnectionEvent } from "../../contract/connection.ts";
import { unreachable } from "../../contract/result.ts";
import { serverAddress } from "../../contract/server-address.ts";
import type { DialFailure, LinkEvent } from "../../core/feed/link.ts";
import { type Lookup, resolveHost } from "../../nats/connect.ts";
import type { Failure } from "../../nats/failure.ts";
import { openLink } from "../../nats/link.ts";
import { lookupWithin } from "../../nats/name-lookup.ts";
import { lastOf } from "../../nats/redials.ts";
import type { Dial } from "./transport.ts";

/** Milliseconds that one server has to answer a dial. */
const DIAL_TIMEOUT = 3_000;
/** Milliseconds that the name service has for the addresses of one server. */
const LOOKUP_TIMEOUT = 3_000;
/**
 * Milliseconds. The heartbeat, or the feed where there is none, notices a half-open connection within a minute; the
 * client's own pings would wake an idle computer for nothing, and are the last resort.
 */
const PING_INTERVAL = 120_000;

/** The broker, as the app reaches it. */
export const dialNats: Dial = natsDial();

export interface NatsDialOptions {
  /** Milliseconds; a test that waits for a dead connection to be noticed takes less. So below. */
  readonly pingInterval?: number;
  readonly dialTimeout?: number;
  readonly lookupTimeout?: number;
  readonly lookup?: Lookup;
  /** 0 inclusive … 1 exclusive. */
  readonly random?: () => number;
}

export function natsDial(options: NatsDialOptions = {}): Dial {
  const {
    pingInterval = PING_INTERVAL,
    dialTimeout = DIAL_TIMEOUT,
    lookupTimeout = LOOKUP_TIMEOUT,
  } = options;
  const { lookup = resolveHost, random = Math.random } = options;
  return async ({ servers, avoid, inboxPrefix, credentials, tls }, onEvent) => {
    const addresses = servers.map(serverAddress); // they were checked before
    const linked = await openLink(
      {
        servers: avoid === undefined ? addresses : lastOf(addresses, avoid, random),
        inOrder: avoid !== undefined,
        inboxPrefix,
        credentials,
        tls,
        name: "alrimi",
        timeout: dialTimeout,
        pingInterval,
        lookup: lookupWithin(lookupTimeout, lookup),
        random,
      },
      (event) => onEvent(linkEvent(event)),
    );
    return linked.ok ? linked : { ok: false, failure: dialFailure(linked.failure) };
  };
}

function linkEvent(event: ConnectionEvent<Failure>): LinkEvent {
  return event.kind === "failed" ? { kind: "failed", cause: dialFailure(event.cause) } : event;
}

/** What went wrong, in the words of the connection states. */
export function dialFailure({ reason, file = "", detail, isWithoutTls = false }: Failure): DialFailure {
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
    case "not-nats":
      return { kind: "lost", cause: reason, detail };
    default:
      return unreachable(reason);
  }
}
