import { unreachable } from "../../contract/result.ts";
import type { ConnectionSignal } from "../connection.ts";
import type { FeedEvent } from "./events.ts";
import { forgiveHeartbeat, heartbeatIsOverdue, pauseHeartbeat, waitForHeartbeat } from "./heartbeat.ts";
import type { DialFailure } from "./link.ts";
import { forgetReadings, readSoon, refresh } from "./snapshot.ts";
import { subscribe } from "./subscriptions.ts";
import type { Turn } from "./turn.ts";

const SECOND = 1_000;
const PING_TIMEOUT = 3 * SECOND;
/** A server that sends no heartbeat is asked so often whether it is there, and has so long to answer: within a minute. */
const ASK_EVERY = 45 * SECOND;
const ASK_TIMEOUT = 10 * SECOND;

export function connect(turn: Turn): void {
  turn.cancel({ kind: "dial" });
  turn.state.line = turn.id();
  turn.do({ kind: "dial", line: turn.state.line, avoid: undefined });
}

export function dialled(turn: Turn, { line, server, isClustered }: FeedEvent & { kind: "dialled" }): void {
  const { state } = turn;
  const { link: left, line: leftLine, moving } = state;
  const isMove = moving?.line === line;
  if (isMove) state.moving = undefined;
  const isWanted = isMove
    ? moving.left === leftLine && left !== undefined && left.server !== server && state.isHeartbeatMissing
    : line === leftLine; // it was not closed before it could be taken
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

export function dialFailed(turn: Turn, { line, failure }: FeedEvent & { kind: "dial-failed" }): void {
  if (line === turn.state.moving?.line) {
    turn.state.moving = undefined; // the server that is there is kept
    return;
  }
  tellFailure(turn, failure);
  if (failure.kind === "refused" && failure.cause === "credentials") turn.do({ kind: "renew-credentials" });
  connectLater(turn);
}

/** What happens to a line counts; not to one that was left, or is not taken yet. */
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
      // The client's own redials do not say why they fail, go by a certificate authority read long ago, and wait for days
      // when the clock is set back: after a while the link is left for a new one.
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
      // What is known of the loss by now says more.
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

/** The link that was lost is left; that it has closed is told. */
export function giveUp(turn: Turn): void {
  turn.do({ kind: "close", line: turn.state.line });
}

/** Waking fires more than once, and a network changes in several steps: one check at a time. */
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

export function checked(turn: Turn, line: number, isAnswered: boolean): void {
  if (!isAnswered && line === turn.state.line) turn.do({ kind: "redial", line });
  refresh(turn);
}

/** Whether a connection over which no heartbeat is waited for still stands. */
export function ask(turn: Turn): void {
  turn.ping({ kind: "ask" }, ASK_TIMEOUT);
}

/** A connection that does not stand any more is dialled anew. */
export function asked(turn: Turn, isAnswered: boolean): void {
  if (isAnswered) turn.wait({ kind: "ask" }, ASK_EVERY);
  else turn.do({ kind: "redial", line: turn.state.line });
}

export function heartbeat(turn: Turn): void {
  const wasMissing = turn.state.isHeartbeatMissing;
  stopAsking(turn);
  forgiveHeartbeat(turn);
  waitForHeartbeat(turn);
  if (!wasMissing) return;
  turn.log("broker: the heartbeat is heard again");
  stand(turn); // what was read without it counts for nothing
}

export function heartbeatDue(turn: Turn): void {
  const { link, setup } = turn.state;
  const what = heartbeatIsOverdue(turn);
  if (what === "slept") return;
  if (what === "still-missing" && link?.isClustered === false) doWithoutHeartbeat(turn);
  else {
    turn.log(`broker: no heartbeat at ${link?.server}`);
    turn.signal({ kind: "lost", cause: "no-heartbeat" });
    // All of a cluster's apps miss it at once while no leader is elected: they do not all move in one second.
    turn.wait({ kind: "move" }, turn.jitter(0, setup.heartbeatInterval));
  }
}

/**
 * To another server, which may not be cut off; until it is there, and if none is, this one is kept. Who knows one
 * address dials that anew: it may stand for several servers.
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

export function stop(turn: Turn): void {
  const { line, link } = turn.state;
  turn.state.isStopped = true;
  turn.state.timers = new Map();
  if (link !== undefined) turn.do({ kind: "close", line });
}

function connectLater(turn: Turn): void {
  turn.wait({ kind: "dial" }, turn.jitter(2 * SECOND, 7 * SECOND));
}

/** There is a connection. */
function stand(turn: Turn): void {
  const { isHeartbeatMissing, link } = turn.state;
  turn.state.isUp = true;
  forgetReadings(turn);
  turn.cancel({ kind: "give-up" });
  turn.log(`broker: connected to ${link?.server}`);
  // To connect is no reason to be surer than before.
  turn.signal(isHeartbeatMissing ? { kind: "lost", cause: "no-heartbeat" } : { kind: "connected" });
  stopAsking(turn);
  // A server that stands alone may do without; once it sends one, it has to go on.
  if (link?.isClustered || isHeartbeatMissing) waitForHeartbeat(turn);
  else {
    pauseHeartbeat(turn);
    turn.wait({ kind: "ask" }, ASK_EVERY);
  }
  refresh(turn);
}

/** There is no connection. */
function fall(turn: Turn): void {
  turn.state.isUp = false;
  forgetReadings(turn);
  pauseHeartbeat(turn);
  stopAsking(turn);
}

function stopAsking(turn: Turn): void {
  turn.cancel({ kind: "ask" });
  turn.forgetPings("ask");
}

/** Dialled anew, or asked for again, a server that stands alone still sends none: it was set up to, and is no longer. */
function doWithoutHeartbeat(turn: Turn): void {
  turn.log("broker: the heartbeat has ended, and none is needed of a server that stands alone");
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
