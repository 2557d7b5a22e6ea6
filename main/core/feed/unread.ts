import type { Turn } from "./turn.ts";

/** The first and the longest delay before an unreadable service is read again. Milliseconds. */
const FIRST_DELAY = 1_000;
const MAX_DELAY = 5 * 60_000;

/** Plans to read a service again alone. The delay doubles each time. */
export function leaveUnread(turn: Turn, service: string): void {
  if (turn.isWaiting({ kind: "unread", service })) return;
  const before = turn.state.unread.get(service);
  const attempt = before === undefined ? 0 : before + 1;
  turn.write("unread").set(service, attempt);
  const delay = Math.min(FIRST_DELAY * 2 ** attempt, MAX_DELAY);
  turn.wait({ kind: "unread", service }, turn.jitter(delay, 1.5 * delay));
}

/** The service was read, or its id cannot have events. */
export function noLongerUnread(turn: Turn, service: string): void {
  if (!turn.state.unread.has(service)) return;
  turn.write("unread").delete(service);
  turn.cancel({ kind: "unread", service });
}

/** Drops all plans, because the next connection reads everything. */
export function forgetUnread(turn: Turn): void {
  turn.state.unread = new Map();
  turn.cancelAll("unread");
}
