import type { Turn } from "./turn.ts";

const SECOND = 1_000;
/** Apps read a changed catalog spread over this time. Milliseconds. */
const SPREAD = 3 * SECOND;
/** At most one reading in this time, for any number of hints. Milliseconds. */
const READ_AT_MOST_EVERY = 60 * SECOND;

/**
 * A message arrived on the catalog's subject, so the catalog may have changed. Any app user can have a message
 * delivered there, so its content is ignored, and the catalog is read by a direct get.
 */
export function hint(turn: Turn): void {
  if (turn.isWaiting({ kind: "catalog" })) return;
  // A clock that was set back must not put the reading off.
  const since = Math.max(0, turn.now - turn.state.catalogReadAt);
  const soonest = Math.max(0, READ_AT_MOST_EVERY - since);
  turn.wait({ kind: "catalog" }, soonest + turn.jitter(0, SPREAD));
}
