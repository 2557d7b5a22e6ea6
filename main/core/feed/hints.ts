import type { Turn } from "./turn.ts";

const SECOND = 1_000;
/** A catalog that was changed is read within this time, not by all apps in the same moment; milliseconds. */
const SPREAD = 3 * SECOND;
/** However many hints come, they lead to one reading in this time; milliseconds. */
const READ_AT_MOST_EVERY = 60 * SECOND;

/**
 * Something arrived on the catalog's subject: whatever it holds, the catalog may have changed. Anybody in the apps'
 * account can have a message delivered there, so it is never taken for the catalog: it only leads to a reading of one's
 * own.
 */
export function hint(turn: Turn): void {
  if (turn.isWaiting({ kind: "catalog" })) return;
  // A clock that was set back must not put the reading off.
  const since = Math.max(0, turn.now - turn.state.catalogReadAt);
  const soonest = Math.max(0, READ_AT_MOST_EVERY - since);
  turn.wait({ kind: "catalog" }, soonest + turn.jitter(0, SPREAD));
}
