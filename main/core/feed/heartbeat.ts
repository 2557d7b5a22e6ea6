import { heartbeatPatience } from "../../contract/heartbeat.ts";
import type { Turn } from "./turn.ts";

/** Starts the timer for a heartbeat that has to come. */
export function waitForHeartbeat(turn: Turn): void {
  const patience = heartbeatPatience(turn.state.setup.heartbeatInterval);
  turn.state.heartbeatDue = turn.now + patience;
  turn.wait({ kind: "heartbeat" }, patience);
}

/** Stops the timer: there is no connection, or no heartbeat is required over it. */
export function pauseHeartbeat(turn: Turn): void {
  turn.cancel({ kind: "heartbeat" });
}

/** The heartbeat is not missing any more: it was heard, or is not required. A planned move is cancelled. */
export function forgiveHeartbeat(turn: Turn): void {
  turn.state.isHeartbeatMissing = false;
  turn.cancel({ kind: "move" });
}

/**
 * The timer expired without a heartbeat, and is started again.
 * @returns `missing` for the first time, `still-missing` after that, `slept` when the timer itself was late
 */
export function heartbeatIsOverdue(turn: Turn): "slept" | "missing" | "still-missing" {
  const { heartbeatDue, isHeartbeatMissing, setup } = turn.state;
  waitForHeartbeat(turn);
  // The timer was much too late: the PC slept and could not receive anything.
  if (turn.now > heartbeatDue + setup.heartbeatInterval) return "slept";
  turn.state.isHeartbeatMissing = true;
  return isHeartbeatMissing ? "still-missing" : "missing";
}
