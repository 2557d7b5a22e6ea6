import type { DialFailure } from "./link.ts";

const SECOND = 1_000;
/** The delay after a loss, and after the first failed dial. Milliseconds. */
const AFTER_LOSS = { from: 0.25 * SECOND, to: 0.6 * SECOND };
const AFTER_LOSS_IN_CLUSTER = { from: 0.05 * SECOND, to: 0.3 * SECOND };
const FIRST_DELAY = 0.7 * SECOND;
/**
 * A server of a cluster waits at least 4 s after its start before it elects a leader. So nothing is gained by an early
 * dial of a cluster of which two servers do not run.
 */
const DELAY_OF_CLUSTER = 2 * SECOND;
const MAX_DELAY = 8 * SECOND;
/**
 * Milliseconds for a server to answer, at the first dial and at the most. Where there is no other server to dial, and
 * the one there is was right before, nothing is gained by giving it up.
 */
const FIRST_PATIENCE = { usual: 6 * SECOND, only: 15 * SECOND };
const MAX_PATIENCE = 32 * SECOND;

/** The number of failures from which on their cause is told. */
const TELL_FROM = 4;

/** Milliseconds since its dial after which the loss of a connection is no failed dial. */
const STABLE_AFTER = 3 * SECOND;

/** The dials since a connection was good. */
export interface Dials {
  /** Failed dials, and connections that were lost at once or before everything was read. */
  readonly failures: number;
  /** The dials among them that a server did not answer in time. */
  readonly unanswered: number;
  /** The least middle of the next delay, in milliseconds: how long the last one took, or more for a cluster. */
  readonly pause: number;
  /** Whether everything was read once. */
  readonly wasRight: boolean;
}

export const FIRST_DIALS: Dials = { failures: 0, unanswered: 0, pause: 0, wasRight: false };

/**
 * How long the next dial waits for a server. A server to which thousands connect at once is late, and a dial that is
 * given up was work for nothing. So the patience doubles with each dial that was not answered. Milliseconds.
 */
export function patienceOf({ unanswered, wasRight }: Dials, hasCopies: boolean): number {
  const first = FIRST_PATIENCE[wasRight && !hasCopies ? "only" : "usual"];
  return Math.min(first * 2 ** Math.min(unanswered, 10), MAX_PATIENCE);
}

/**
 * The time over which apps spread their next dial. After the loss of one server of a cluster it is near, and is a look
 * at one of the others: it takes the app, or the cluster was lost as a whole. It is short after a loss, because most losses are restarts of a
 * second. It doubles with each failure, so that apps arrive the more spread the longer the outage was. It is at least
 * as long as the last dial took, because that one shows how busy the server is. Milliseconds.
 */
export function delayOf(
  { failures, pause }: Dials,
  isLook = false,
): { readonly from: number; readonly to: number } {
  if (failures === 0) return isLook ? AFTER_LOSS_IN_CLUSTER : AFTER_LOSS;
  const middle = Math.min(Math.max(FIRST_DELAY * 2 ** Math.min(failures - 1, 10), pause), MAX_DELAY);
  return { from: 0.5 * middle, to: 1.5 * middle };
}

/** Everything was read. Earlier failures count until the connection was stable. */
export function right(dials: Dials): Dials {
  return { ...dials, wasRight: true };
}

/** A connection was lost. @param age milliseconds since its dial @param isRead whether everything was read over it */
export function lostAfter(dials: Dials, age: number, isRead: boolean): Dials {
  if (isRead && age >= STABLE_AFTER) return { ...FIRST_DIALS, wasRight: true };
  // A server that ends each connection at once is not dialled faster and faster.
  return failed(dials, 0);
}

/** A dial failed. @param isLook whether it looked for another server of a cluster, after one had ended the connection */
export function failed(dials: Dials, took: number, failure?: DialFailure, isLook = false): Dials {
  const isUnanswered = failure?.kind === "lost" && failure.cause === "no-answer";
  return {
    ...dials,
    failures: dials.failures + 1,
    unanswered: dials.unanswered + (isUnanswered ? 1 : 0),
    // A look that one server does not answer says nothing of how busy the others are.
    pause: isLook ? (isDown(failure) ? DELAY_OF_CLUSTER : 0) : Math.max(0, took),
  };
}

/** Whether the host said that no server runs there. */
export function isDown(failure: DialFailure | undefined): boolean {
  return failure?.kind === "lost" && failure.isDown === true;
}

/** Whether the server may only be restarting. Until then "disconnected" is told, and not why a dial failed. */
export function mayBeRestart({ failures, wasRight }: Dials): boolean {
  return wasRight && failures < TELL_FROM;
}
