import { defined } from "../contract/defined.ts";
import { unreachable } from "../contract/result.ts";
import type { Problem } from "./problem.ts";

/**
 * Why the broker could not be reached or was lost. With `no-heartbeat` a server answers, but it may be cut off from the
 * others, so its answers may be old. With `keeper-late` the connection is good, but what services send is not retained
 * in time.
 */
export type LossCause = DialCause | "no-heartbeat" | "keeper-late";
/** The causes that the notice about an outage tells apart. */
export type OutageCause = LossCause | "refused";
/** A time without current counts. Null while they are current. */
export type Outage = {
  /** When the 15 minutes began: with the loss, or with the end of a time in which the person is not told. */
  readonly since: number;
  readonly isTold: boolean;
} | null;
/** Why a server could not be connected to. */
export type DialCause = "unreachable" | "disconnected" | "no-answer" | "not-nats" | "tls";

/** Why a reachable broker does not serve this person. */
export type RefusalCause = "credentials" | "permission" | "no-stream";

/**
 * How current the counts are. With `fresh` they are shown as current, otherwise "as of" the last contact. Times are
 * milliseconds since the Unix epoch. `lastContact` is null before the first contact.
 */
export type Connection =
  /** No contact and no failure since the start. */
  | { readonly kind: "connecting"; readonly lastContact: number | null }
  /** Connected, and reading every service's retained event. */
  | { readonly kind: "syncing"; readonly lastContact: number | null }
  /** `awaitsKeeper`: over this connection no word of a working keeper has been heard yet. */
  | {
      readonly kind: "fresh";
      readonly since: number;
      readonly lastContact: number;
      readonly awaitsKeeper?: true;
    }
  | { readonly kind: "stale"; readonly lastContact: number | null; readonly cause: LossCause }
  | { readonly kind: "refused"; readonly lastContact: number | null; readonly cause: RefusalCause }
  /**
   * The settings, or a file that they name, cannot be used. The person or the administrator has to fix them. A file is
   * read again at the next dial. With unusable settings there is no dial, so this state stays.
   */
  | { readonly kind: "misconfigured"; readonly lastContact: number | null; readonly problem: Problem };

/** What the feed reports about the broker. */
export type ConnectionSignal =
  | { readonly kind: "connected" }
  /** Every service's retained event has been read over this connection. `awaitsKeeper` as in {@link Connection}. */
  | { readonly kind: "synced"; readonly awaitsKeeper?: true }
  /** A working keeper was heard over this connection, or none can be. */
  | { readonly kind: "kept" }
  /** A message or the answer to a ping arrived. */
  | { readonly kind: "heard" }
  /** The counts may be outdated and are read again, after sleep or a missing answer. */
  | { readonly kind: "doubted" }
  /** `asOf`: since when counts may be old; milliseconds since the Unix epoch. Default: the last contact. */
  | { readonly kind: "lost"; readonly cause: LossCause; readonly asOf?: number }
  | { readonly kind: "refused"; readonly cause: RefusalCause }
  | { readonly kind: "misconfigured"; readonly problem: Problem };

/** The state at the start. @param lastContact of the last run; milliseconds since the Unix epoch */
export function initialConnection(lastContact: number | null): Connection {
  return { kind: "connecting", lastContact };
}

/**
 * The next state. A signal that does not fit the state, such as a late one of an old connection, changes nothing.
 * @param now milliseconds since the Unix epoch
 */
export function nextConnection(state: Connection, signal: ConnectionSignal, now: number): Connection {
  const { lastContact } = state;
  switch (signal.kind) {
    case "connected":
      // `lastContact` stays until everything has been read again.
      return { kind: "syncing", lastContact };
    case "synced": {
      const { awaitsKeeper } = signal;
      if (state.kind === "fresh") return fresh(state.since, now, awaitsKeeper);
      // Permission may be granted, or a stream created, while the connection is up.
      return state.kind === "syncing" || state.kind === "refused" ? fresh(now, now, awaitsKeeper) : state;
    }
    case "kept":
      return state.kind === "fresh" && state.awaitsKeeper ? fresh(state.since, now, undefined) : state;
    case "heard":
      return state.kind === "fresh" ? { ...state, lastContact: now } : state;
    case "doubted":
      return state.kind === "fresh" ? { kind: "syncing", lastContact } : state;
    case "lost":
      return { kind: "stale", lastContact: earlier(lastContact, signal.asOf), cause: signal.cause };
    case "refused":
      return { kind: "refused", lastContact, cause: signal.cause };
    case "misconfigured":
      return { kind: "misconfigured", lastContact, problem: signal.problem };
    default:
      return unreachable(signal);
  }
}

function fresh(since: number, lastContact: number, awaitsKeeper: true | undefined): Connection {
  return { kind: "fresh", since, lastContact, ...defined({ awaitsKeeper }) };
}

function earlier(lastContact: number | null, asOf: number | undefined): number | null {
  return lastContact === null || asOf === undefined ? lastContact : Math.min(lastContact, asOf);
}
