import { KEEPER_INTERVAL } from "../../contract/keeper-heartbeat.ts";
import type { ConnectionSignal } from "../connection.ts";
import type { FeedEvent } from "./events.ts";
import type { Turn } from "./turn.ts";

/** An event that waits longer makes the counts late. Milliseconds. */
const LATE = 60_000;

/** Starts the timer for word of a working keeper, over a connection that may hear it. */
export function waitForKeeper(turn: Turn): void {
  const { state } = turn;
  const { keeperPatience } = state.setup;
  state.keeperDue = turn.now + keeperPatience;
  if (state.hearsKeeper) turn.wait({ kind: "keeper" }, keeperPatience);
}

/**
 * The signal while counts may be old although the connection is up; undefined while they are current. Without the
 * broker's heartbeat the server may be cut off. Without a keeper nothing new is retained.
 */
export function troubleOf({ state }: Turn): ConnectionSignal | undefined {
  if (state.isHeartbeatMissing) return { kind: "lost", cause: "no-heartbeat" };
  if (state.lateSince === undefined) return undefined;
  return { kind: "lost", cause: "keeper-late", asOf: state.lateSince };
}

/** A working keeper said how long its oldest event waits. @returns whether the counts have just become current again */
export function keeperHeard(turn: Turn, { oldestWaiting }: FeedEvent & { kind: "keeper" }): boolean {
  waitForKeeper(turn);
  if (oldestWaiting > LATE) {
    late(
      turn,
      turn.now - oldestWaiting,
      `keeper: the oldest event waits for ${Math.round(oldestWaiting / 1000)} s`,
    );
    return false;
  }
  const wasLate = turn.state.lateSince !== undefined;
  turn.state.lateSince = undefined;
  awaitNone(turn);
  if (wasLate) turn.log("keeper: nothing waits for long any more");
  return wasLate && !turn.state.isHeartbeatMissing;
}

/** No working keeper was heard in time. A timer that was late itself means that the PC slept. */
export function keeperDue(turn: Turn): void {
  const { keeperDue: due, setup } = turn.state;
  const hasSlept = turn.now > due + KEEPER_INTERVAL;
  waitForKeeper(turn);
  if (!hasSlept) late(turn, due - setup.keeperPatience, "keeper: none is heard");
}

/** The connection may not hear keepers, as on a broker of an earlier version. None is missed then. */
export function keeperDenied(turn: Turn): void {
  turn.log("keeper: the broker does not let it be heard");
  turn.state.hearsKeeper = false;
  turn.state.lateSince = undefined;
  turn.cancel({ kind: "keeper" });
  awaitNone(turn);
}

/**
 * The signal when everything has been read. Until the first word of a keeper it is not known whether one works: a keeper
 * says so every ten seconds, and only after 35 s without a word it is missed.
 */
export function readSignal(turn: Turn): ConnectionSignal {
  const { state } = turn;
  const trouble = troubleOf(turn);
  if (trouble !== undefined) return trouble;
  if (!state.hearsKeeper || state.keeper === "heard") return { kind: "synced" };
  state.keeper = "awaited";
  return { kind: "synced", awaitsKeeper: true };
}

/** A keeper was heard, or none can be. */
function awaitNone(turn: Turn): void {
  if (turn.state.keeper === "awaited") turn.signal({ kind: "kept" });
  turn.state.keeper = "heard";
}

function late(turn: Turn, since: number, why: string): void {
  const { state } = turn;
  if (state.lateSince !== undefined) return;
  state.lateSince = since;
  turn.log(why);
  const trouble = troubleOf(turn);
  if (trouble !== undefined) turn.signal(trouble);
}
