import { LEADER_STREAMS } from "../../contract/leader.ts";
import type { FeedEvent } from "./events.ts";
import { askAhead } from "./gets.ts";
import { askOnceMore } from "./rounds.ts";
import type { Due } from "./timer.ts";
import type { Turn } from "./turn.ts";

/** A leader serves some time after it was elected, and all apps that wait for it ask then. Milliseconds. */
const SERVES_AFTER = { from: 100, to: 600 };
/** Within this time after their start the servers of a cluster have elected the leaders of its streams. Milliseconds. */
const ELECTS_WITHIN = { from: 10_000, to: 14_000 };

/** A cluster of which no server ran a moment ago is asked nothing until a leader is heard of, or must have been elected. */
export function awaitLeaders(turn: Turn): void {
  const since = Math.max(0, turn.now - turn.state.downAt); // the clock may have been set back
  const rest = turn.jitter(ELECTS_WITHIN.from, ELECTS_WITHIN.to) - since;
  if (rest > 0) for (const stream of LEADER_STREAMS) turn.wait({ kind: "election", stream }, rest);
}

/** Leaders cannot be heard of: every stream whose leader is waited for is asked. */
export function electionOver(turn: Turn): void {
  for (const stream of LEADER_STREAMS)
    if (turn.isWaiting({ kind: "election", stream })) askLeader(turn, { stream });
}

/** A stream has a new leader. What was asked of it before is lost. Any number of such messages is one question. */
export function leader(turn: Turn, { stream }: FeedEvent & { kind: "leader" }): void {
  if (turn.isWaiting({ kind: "leader", stream })) return;
  turn.wait({ kind: "leader", stream }, turn.jitter(SERVES_AFTER.from, SERVES_AFTER.to));
}

/** Asks what waits for the stream. Without anything that waits nothing is asked. */
export function askLeader(turn: Turn, { stream }: Pick<Due & { kind: "leader" }, "stream">): void {
  turn.cancel({ kind: "election", stream });
  askAhead(turn, stream);
  const part = stream === "CATALOG" ? "catalog" : "services";
  for (const { due } of [...turn.state.timers.values()]) {
    if (due.kind !== "round" || due.part !== part) continue;
    turn.cancel(due);
    askOnceMore(turn, due);
  }
}
