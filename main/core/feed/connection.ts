import { unreachable } from "../../contract/result.ts";
import { delayOf, failed, isDown, lostAfter, patienceOf } from "./dials.ts";
import type { FeedEvent } from "./events.ts";
import { tellFailure } from "./failure.ts";
import { forgiveHeartbeat, heartbeatIsOverdue, pauseHeartbeat, waitForHeartbeat } from "./heartbeat.ts";
import { keeperHeard, troubleOf, waitForKeeper } from "./keeper.ts";
import { awaitLeaders } from "./leader.ts";
import { firstPace } from "./pace.ts";
import { forgetReadings, isReading, readSoon, refresh } from "./snapshot.ts";
import { subscribe } from "./subscriptions.ts";
import type { Turn } from "./turn.ts";

const SECOND = 1_000;
const PING_TIMEOUT = 3 * SECOND;
/** Ping interval and timeout for a server without a heartbeat. Together they find a dead connection within a minute. */
const ASK_EVERY = 45 * SECOND;
const ASK_TIMEOUT = 10 * SECOND;

/** Dials now. */
export function connect(turn: Turn): void {
  turn.cancel({ kind: "dial" });
  turn.state.line = turn.id();
  const { line, leftServer } = turn.state;
  dial(turn, line, leftServer, leftServer !== undefined);
}

/** Uses a new connection, or closes it if it is not needed any more. */
export function dialled(turn: Turn, event: FeedEvent & { kind: "dialled" }): void {
  const { line, server, isClustered, took } = event;
  const { state } = turn;
  const { link: left, line: leftLine, moving } = state;
  const isMove = moving?.line === line;
  const isBetter = (than: string): boolean => than !== server && state.isHeartbeatMissing;
  if (isMove) state.moving = undefined;
  const isWanted = isMove
    ? moving.left === leftLine && left !== undefined && (moving.isForLogin || isBetter(left.server))
    : line === leftLine; // else the line was left before the dial ended
  if (!isWanted) {
    turn.do({ kind: "close", line });
    return;
  }
  if (isMove) turn.log(`broker: moved from ${left?.server} to ${server}`);
  state.line = line;
  state.link = { server, isClustered };
  state.pace = firstPace(took);
  state.leftServer = undefined;
  if (isClustered) awaitLeaders(turn);
  subscribe(turn);
  stand(turn);
  // A replica that comes back may serve before it has caught up. A standalone server has read its disk before it listens.
  if (state.setup.hasCopies || (isClustered && state.dials.wasRight)) readSoon(turn);
  if (isMove) turn.do({ kind: "close", line: leftLine });
}

/** Reports a failed dial and plans the next one. */
export function dialFailed(turn: Turn, { line, failure }: FeedEvent & { kind: "dial-failed" }): void {
  if (line === turn.state.moving?.line) {
    turn.state.moving = undefined; // the present server is kept
    return;
  }
  const { state } = turn;
  // A single address says nothing of the cluster behind it: its server may only be restarting.
  if (state.setup.hasCopies && isDown(failure)) state.downAt = state.diedAt = turn.now;
  state.dials = failed(state.dials, turn.now - state.dialledAt, failure, state.leftServer !== undefined);
  state.leftServer = undefined;
  tellFailure(turn, failure);
  if (failure.kind === "refused" && failure.cause === "credentials") turn.do({ kind: "renew-credentials" });
  connectLater(turn);
}

/** Takes a change of the link. Changes of a line that was left, or is not in use yet, are ignored. */
export function linkChanged(turn: Turn, { line, event }: FeedEvent & { kind: "link" }): void {
  const { state } = turn;
  if (line !== state.line) return;
  switch (event.kind) {
    case "heard":
      turn.signal({ kind: "heard" });
      break;
    case "failed":
      tellFailure(turn, event.cause);
      break;
    case "closed": {
      const { link, setup } = state;
      lost(turn);
      if (event.isSilent !== true) state.diedAt = turn.now;
      if (setup.hasCopies && link?.isClustered && state.dials.failures === 0) state.leftServer = link.server;
      connectLater(turn);
      break;
    }
    default:
      unreachable(event);
  }
}

/** Checks the connection, once at a time: waking fires more than once, and a network changes in several steps. */
export function check(turn: Turn): void {
  const { line, link, pings } = turn.state;
  if (link === undefined) {
    if (turn.isWaiting({ kind: "dial" })) connect(turn);
    return;
  }
  for (const { kind } of pings.values()) if (kind === "check") return;
  turn.signal({ kind: "doubted" });
  turn.ping({ kind: "check", line }, PING_TIMEOUT);
}

/** Redials after an unanswered check, and reads everything again. */
export function checked(turn: Turn, line: number, isAnswered: boolean): void {
  if (!isAnswered && line === turn.state.line) redial(turn);
  else refresh(turn);
}

/** Pings a server from which no heartbeat is expected. */
export function ask(turn: Turn): void {
  turn.ping({ kind: "ask" }, ASK_TIMEOUT);
}

/** Redials if the ping was not answered. */
export function asked(turn: Turn, isAnswered: boolean): void {
  if (isAnswered) turn.wait({ kind: "ask" }, ASK_EVERY);
  else redial(turn);
}

/** A heartbeat arrived. If it was missing, the connection starts again. */
export function heartbeat(turn: Turn): void {
  const wasMissing = turn.state.isHeartbeatMissing;
  stopAsking(turn);
  forgiveHeartbeat(turn);
  waitForHeartbeat(turn);
  if (!wasMissing) return;
  turn.log("broker: the heartbeat is heard again");
  stand(turn); // what was read without a heartbeat may be old, so everything is read again
}

/** A working keeper was heard. If counts were late, everything is read again. */
export function keeper(turn: Turn, event: FeedEvent & { kind: "keeper" }): void {
  if (keeperHeard(turn, event) && turn.state.link !== undefined) stand(turn);
}

/** The heartbeat is overdue: the counts become stale, and a move to another server is planned. */
export function heartbeatDue(turn: Turn): void {
  const { link, setup } = turn.state;
  const what = heartbeatIsOverdue(turn);
  if (what === "slept") return;
  if (what === "still-missing" && link?.isClustered === false) doWithoutHeartbeat(turn);
  else {
    turn.log(`broker: no heartbeat at ${link?.server}`);
    turn.signal({ kind: "lost", cause: "no-heartbeat" });
    // All apps of a cluster miss the heartbeat at once while no leader is elected. The jitter spreads their moves.
    turn.wait({ kind: "move" }, turn.jitter(0, setup.heartbeatInterval));
  }
}

/**
 * Moves to another server, which may not be cut off. The present connection is kept until the new one is up. With a
 * single address that address is redialled, because it may stand for several servers.
 */
export function move(turn: Turn): void {
  const { state } = turn;
  const { isHeartbeatMissing, line: left, link, moving, setup } = state;
  if (link === undefined || moving !== undefined || !isHeartbeatMissing) return;
  if (!setup.hasCopies) {
    redial(turn);
    return;
  }
  state.moving = { line: turn.id(), left, isForLogin: false };
  dial(turn, state.moving.line, link.server);
}

/** Connects with a newer login, and keeps the present connection until the new one is up. */
export function loginRenewed(turn: Turn): void {
  const { state } = turn;
  turn.do({ kind: "renew-credentials" });
  if (state.link === undefined || state.moving !== undefined) return;
  state.moving = { line: turn.id(), left: state.line, isForLogin: true };
  dial(turn, state.moving.line, undefined);
}

/** Stops for good. */
export function stop(turn: Turn): void {
  const { line, link } = turn.state;
  turn.state.isStopped = true;
  turn.state.timers = new Map();
  if (link !== undefined) turn.do({ kind: "close", line });
}

function dial(turn: Turn, line: number, avoid: string | undefined, isLook = false): void {
  const { dials, setup } = turn.state;
  turn.state.dialledAt = turn.now;
  turn.do({ kind: "dial", line, avoid, isLook, patience: patienceOf(dials, setup.hasCopies) });
}

function connectLater(turn: Turn): void {
  const { dials, leftServer } = turn.state;
  const { from, to } = delayOf(dials, leftServer !== undefined);
  turn.wait({ kind: "dial" }, turn.jitter(from, to));
}

/** Gives up a connection that does not answer, and dials at once. */
function redial(turn: Turn): void {
  const { line } = turn.state;
  lost(turn);
  connect(turn);
  turn.do({ kind: "close", line });
}

/** The connection is lost. */
function lost(turn: Turn): void {
  const { state } = turn;
  turn.log("broker: disconnected");
  turn.signal({ kind: "lost", cause: "disconnected" });
  state.dials = lostAfter(state.dials, turn.now - state.dialledAt, !isReading(turn));
  state.link = undefined;
  state.line = turn.id();
  state.keeper = "unheard";
  turn.cancelAll("keeper", "election", "leader");
  forgetReadings(turn);
  pauseHeartbeat(turn);
  stopAsking(turn);
}

/** The connection is up. */
function stand(turn: Turn): void {
  const { isHeartbeatMissing, link } = turn.state;
  waitForKeeper(turn);
  forgetReadings(turn);
  turn.log(`broker: connected to ${link?.server}`);
  // A new connection without a heartbeat is not more reliable than the one before.
  turn.signal(troubleOf(turn) ?? { kind: "connected" });
  stopAsking(turn);
  // A standalone server may send no heartbeat. After its first heartbeat it must continue.
  if (link?.isClustered || isHeartbeatMissing) waitForHeartbeat(turn);
  else {
    pauseHeartbeat(turn);
    turn.wait({ kind: "ask" }, ASK_EVERY);
  }
  refresh(turn);
}

function stopAsking(turn: Turn): void {
  turn.cancel({ kind: "ask" });
  turn.forgetPings("ask");
}

/** A standalone server sends no heartbeat after a redial either, so its heartbeat was switched off. */
function doWithoutHeartbeat(turn: Turn): void {
  turn.log("broker: the heartbeat has ended; none is needed from a standalone server");
  forgiveHeartbeat(turn);
  stand(turn);
}
