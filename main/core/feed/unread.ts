import type { Turn } from "./turn.ts";

/** Milliseconds until a service that could not be read is read again: at first, and at the most. */
const FIRST_DELAY = 1_000;
const MAX_DELAY = 5 * 60_000;

/** A service could not be read: it is read again alone, later each time. */
export function leaveUnread(turn: Turn, service: string): void {
  if (turn.isWaiting({ kind: "unread", service })) return;
  const before = turn.state.unread.get(service);
  const attempt = before === undefined ? 0 : before + 1;
  turn.write("unread").set(service, attempt);
  const delay = Math.min(FIRST_DELAY * 2 ** attempt, MAX_DELAY);
  turn.wait({ kind: "unread", service }, turn.jitter(delay, 1.5 * delay));
}

/** It was read, or nothing can be published there. */
export function noLongerUnread(turn: Turn, service: string): void {
  if (!turn.state.unread.has(service)) return;
  turn.write("unread").delete(service);
  turn.cancel({ kind: "unread", service });
}

/** The connection is gone; the next one reads everything anyway. */
export function forgetUnread(turn: Turn): void {
  turn.state.unread = new Map();
  turn.cancelAll("unread");
}
