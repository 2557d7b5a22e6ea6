import { unreachable } from "../contract/result.ts";
import type { Problem } from "./problem.ts";

/**
 * Why the broker could not be reached or was lost. With `no-heartbeat` a server answers, but it may be cut off from the
 * others, so that what it answers may be old.
 */
export type LossCause = DialCause | "no-heartbeat";
export type DialCause = "unreachable" | "disconnected" | "no-answer" | "not-nats" | "tls";

/** Why the broker answers but does not serve this person. */
export type RefusalCause = "credentials" | "permission" | "no-stream";

/**
 * What the app knows about its own knowledge. Only `fresh` shows counts as the truth of now; everywhere else they are
 * "as of" the last contact. Times are milliseconds since the Unix epoch; `lastContact` is null before the first one.
 */
export type Connection =
  /** No contact yet since the start; nothing has failed so far. */
  | { readonly kind: "connecting"; readonly lastContact: number | null }
  /** Connected, reading every service's retained event. */
  | { readonly kind: "syncing"; readonly lastContact: number | null }
  | { readonly kind: "fresh"; readonly since: number; readonly lastContact: number }
  | { readonly kind: "stale"; readonly lastContact: number | null; readonly cause: LossCause }
  | { readonly kind: "refused"; readonly lastContact: number | null; readonly cause: RefusalCause }
  /**
   * The settings, or a file that they name, do not say where to connect to or as whom: the person or the administrator
   * has to mend it. Of a file that is mended while the broker is away the next dial knows more; settings that cannot be
   * used at all are never dialled, so that nothing takes their place.
   */
  | { readonly kind: "misconfigured"; readonly lastContact: number | null; readonly problem: Problem };

/** What the feed tells about the broker. */
export type ConnectionSignal =
  | { readonly kind: "connected" }
  /** Every service's retained event has been read since the connection stands. */
  | { readonly kind: "synced" }
  /** The broker was heard: a message, or the answer to a ping. */
  | { readonly kind: "heard" }
  /** What was read may be outdated (woke from sleep, an answer is missing): read again. */
  | { readonly kind: "doubted" }
  | { readonly kind: "lost"; readonly cause: LossCause }
  | { readonly kind: "refused"; readonly cause: RefusalCause }
  | { readonly kind: "misconfigured"; readonly problem: Problem };

export function initialConnection(lastContact: number | null): Connection {
  return { kind: "connecting", lastContact };
}

/** The next state. A signal that makes no sense in a state (a late echo of an old connection) changes nothing. */
export function nextConnection(state: Connection, signal: ConnectionSignal, now: number): Connection {
  const { lastContact } = state;
  switch (signal.kind) {
    case "connected":
      // A stale state stays visible as such until everything has been read again.
      return { kind: "syncing", lastContact };
    case "synced":
      if (state.kind === "fresh") return { ...state, lastContact: now };
      // Permission may be granted, or a stream created, while the connection stands.
      return state.kind === "syncing" || state.kind === "refused"
        ? { kind: "fresh", since: now, lastContact: now }
        : state;
    case "heard":
      return state.kind === "fresh" ? { ...state, lastContact: now } : state;
    case "doubted":
      return state.kind === "fresh" ? { kind: "syncing", lastContact } : state;
    case "lost":
      return { kind: "stale", lastContact, cause: signal.cause };
    case "refused":
      return { kind: "refused", lastContact, cause: signal.cause };
    case "misconfigured":
      return { kind: "misconfigured", lastContact, problem: signal.problem };
    default:
      return unreachable(signal);
  }
}
