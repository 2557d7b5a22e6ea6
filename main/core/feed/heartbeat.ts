import { heartbeatPatience } from "../../contract/heartbeat.ts";
import type { Turn } from "./turn.ts";

/** A connection stands over which it has to come: it is waited for from now on. */
export function waitForHeartbeat(turn: Turn): void {
  const patience = heartbeatPatience(turn.state.setup.heartbeatInterval);
  turn.state.heartbeatDue = turn.now + patience;
  turn.wait({ kind: "heartbeat" }, patience);
}

/** There is no connection, or one over which it may never come. */
export function pauseHeartbeat(turn: Turn): void {
  turn.cancel({ kind: "heartbeat" });
}

/** It is missed no more, whether it was heard or is not needed: nobody has to move. */
export function forgiveHeartbeat(turn: Turn): void {
  turn.state.isHeartbeatMissing = false;
  turn.cancel({ kind: "move" });
}

/**
 * It was waited for in vain, and is waited for once more.
 * @returns whether it is missing now, for the first time or still
 */
export function heartbeatIsOverdue(turn: Turn): "slept" | "missing" | "still-missing" {
  const { heartbeatDue, isHeartbeatMissing, setup } = turn.state;
  waitForHeartbeat(turn);
  // Much too late: the PC slept, and nothing could be heard.
  if (turn.now > heartbeatDue + setup.heartbeatInterval) return "slept";
  turn.state.isHeartbeatMissing = true;
  return isHeartbeatMissing ? "still-missing" : "missing";
}
