import { unreachable } from "../../contract/result.ts";
import type { ConnectionSignal } from "../connection.ts";
import type { FeedEvent } from "./events.ts";
import { forgiveHeartbeat, heartbeatIsOverdue, pauseHeartbeat, waitForHeartbeat } from "./heartbeat.ts";
import { keeperHeard, troubleOf, waitForKeeper } from "./keeper.ts";
import type { DialFailure } from "./link.ts";
import { forgetReadings, readSoon, refresh } from "./snapshot.ts";
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
  turn.do({ kind: "dial", line: turn.state.line, avoid: undefined });
}

/** Uses a new connection, or closes it if it is not needed any more. */
export function dialled(turn: Turn, { line, server, isClustered }: FeedEvent & { kind: "dialled" }): void {
  const { state } = turn;
  const { link: left, line: leftLine, moving } = state;
  const isMove = moving?.line === line;
  if (isMove) state.moving = undefined;
  const isWanted = isMove
    ? moving.left === leftLine && left !== undefined && left.server !== server && state.isHeartbeatMissing
    : line === leftLine; // else the line was left before the dial ended
  if (!isWanted) {
    turn.do({ kind: "close", line });
    return;
  }
  if (isMove) turn.log(`broker: moved from ${left?.server} to ${server}`);
  state.line = line;
  state.link = { server, isClustered };
  subscribe(turn);
  stand(turn);
  if (state.setup.hasCopies) readSoon(turn);
  if (isMove) turn.do({ kind: "close", line: leftLine });
}

/** Reports a failed dial and plans the next one. */
export function dialFailed(turn: Turn, { line, failure }: FeedEvent & { kind: "dial-failed" }): void {
  if (line === turn.state.moving?.line) {
    turn.state.moving = undefined; // the present server is kept
    return;
  }
  tellFailure(turn, failure);
  if (failure.kind === "refused" && failure.cause === "credentials") turn.do({ kind: "renew-credentials" });
  connectLater(turn);
}

/** Takes a change of the link. Changes of a line that was left, or is not in use yet, are ignored. */
export function linkChanged(turn: Turn, { line, event, at }: FeedEvent & { kind: "link" }): void {
  const { state } = turn;
  if (line !== state.line) return;
  switch (event.kind) {
    case "heard":
      turn.signal({ kind: "heard" });
      break;
    case "disconnected":
      fall(turn);
      turn.log("broker: disconnected");
      turn.signal({ kind: "lost", cause: "disconnected" });
      // The client's own redials do not say why they fail, use the certificate authority read at the first dial, and
      // wait for days when the clock is set back. So the link is replaced after a while.
      turn.wait({ kind: "give-up" }, turn.jitter(20 * SECOND, 40 * SECOND));
      break;
    case "reconnected":
      if (at !== undefined) state.link = at;
      stand(turn);
      readSoon(turn);
      break;
    case "failed":
      tellFailure(turn, event.cause);
      break;
    case "closed":
      // If the link is down already, the earlier signal has the better cause.
      if (state.isUp) turn.signal({ kind: "lost", cause: "disconnected" });
      fall(turn);
      state.link = undefined;
      state.line = turn.id();
      connectLater(turn);
      break;
    default:
      unreachable(event);
  }
}

/** Closes a link that stays lost. Its `closed` event leads to a new dial. */
export function giveUp(turn: Turn): void {
  turn.do({ kind: "close", line: turn.state.line });
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
  if (!isAnswered && line === turn.state.line) turn.do({ kind: "redial", line });
  refresh(turn);
}

/** Pings a server from which no heartbeat is expected. */
export function ask(turn: Turn): void {
  turn.ping({ kind: "ask" }, ASK_TIMEOUT);
}

/** Redials if the ping was not answered. */
export function asked(turn: Turn, isAnswered: boolean): void {
  if (isAnswered) turn.wait({ kind: "ask" }, ASK_EVERY);
  else turn.do({ kind: "redial", line: turn.state.line });
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
  if (keeperHeard(turn, event) && turn.state.isUp) stand(turn);
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
    turn.do({ kind: "redial", line: left });
    return;
  }
  state.moving = { line: turn.id(), left };
  turn.do({ kind: "dial", line: state.moving.line, avoid: link.server });
}

/** Stops for good. */
export function stop(turn: Turn): void {
  const { line, link } = turn.state;
  turn.state.isStopped = true;
  turn.state.timers = new Map();
  if (link !== undefined) turn.do({ kind: "close", line });
}

function connectLater(turn: Turn): void {
  turn.wait({ kind: "dial" }, turn.jitter(2 * SECOND, 7 * SECOND));
}

/** The connection is up. */
function stand(turn: Turn): void {
  const { isHeartbeatMissing, link } = turn.state;
  turn.state.isUp = true;
  waitForKeeper(turn);
  forgetReadings(turn);
  turn.cancel({ kind: "give-up" });
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

/** The connection is down. */
function fall(turn: Turn): void {
  turn.state.isUp = false;
  turn.cancel({ kind: "keeper" });
  forgetReadings(turn);
  pauseHeartbeat(turn);
  stopAsking(turn);
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

function tellFailure(turn: Turn, failure: DialFailure): void {
  if (failure.kind === "file-unreadable") {
    const { file, detail } = failure;
    turn.log(`settings: ${file}: ${detail}`);
    turn.signal({ kind: "misconfigured", problem: { key: "file-unreadable", args: [file, detail] } });
    return;
  }
  turn.log(`broker: ${failure.cause}: ${failure.detail}`);
  turn.signal({ kind: failure.kind, cause: failure.cause } as ConnectionSignal);
}
