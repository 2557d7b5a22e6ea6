import { KEEPER_PATIENCE } from "../../contract/keeper-heartbeat.ts";
import { unreachable } from "../../contract/result.ts";
import { parseApprovalsSubject, subjectToken } from "../../contract/subject.ts";
import * as connection from "./connection.ts";
import type { FeedEffect, FeedEvent } from "./events.ts";
import { askAgain, getIsLate } from "./gets.ts";
import { hint } from "./hints.ts";
import { keeperDue } from "./keeper.ts";
import { askLeader, leader } from "./leader.ts";
import { askOnceMore } from "./rounds.ts";
import { found, listed, readAgain, readChangedCatalog, readSoon, refresh, replied } from "./snapshot.ts";
import type { FeedSetup, FeedState } from "./state.ts";
import { subscribe, subscriptionDenied, unproven } from "./subscriptions.ts";
import type { Due } from "./timer.ts";
import { Turn } from "./turn.ts";
import { leaveUnread } from "./unread.ts";

const MINUTE = 60_000;

/**
 * Follows one user's events: a core subscription first, then one direct get per service, without a consumer. An event
 * between the two is not lost, and a duplicate is recognised by its sequence.
 *
 * The shell keeps the timers of the returned state: it sets a new timer, cancels a removed one, and reports an expired
 * one as `due`.
 * @param now milliseconds since the Unix epoch
 * @param chance 0 inclusive … 1 exclusive, drawn for this event
 */
export function next(
  state: FeedState,
  event: FeedEvent,
  now: number,
  chance: number,
): { readonly state: FeedState; readonly effects: readonly FeedEffect[] } {
  const turn = new Turn(state, now, chance);
  if (!state.isStopped) take(EVENTS, turn, event);
  else if (event.kind === "dialled") turn.do({ kind: "close", line: event.line });
  return turn;
}

/**
 * @param user a canonical id, checked before
 * @param rest `isInFleet`: whether test notices of the administrator are received
 * @throws {Error} if it is not an id
 */
export function feedSetup(
  user: string,
  {
    isInFleet = false,
    keeperPatience = KEEPER_PATIENCE,
    ...rest
  }: Pick<FeedSetup, "hasCopies" | "heartbeatInterval"> &
    Partial<Pick<FeedSetup, "keeperPatience">> & { isInFleet?: boolean },
): FeedSetup {
  const token = subjectToken(user);
  if (!token.ok) throw new Error(token.detail);
  return {
    user,
    own: `approvals.${token.value}.*`,
    stored: `stored.${token.value}.*`,
    keeperPatience,
    test: isInFleet ? `alrimi.test.${token.value}` : undefined,
    ...rest,
  };
}

type Takers<Union extends { readonly kind: string }> = {
  readonly [Kind in Union["kind"]]: (turn: Turn, event: Extract<Union, { readonly kind: Kind }>) => void;
};

const EVENTS: Takers<FeedEvent> = {
  start(turn) {
    reconcileLater(turn);
    connection.connect(turn);
  },
  check: connection.check,
  refresh,
  "login-renewed": connection.loginRenewed,
  stop: connection.stop,
  due(turn, { due }) {
    turn.cancel(due);
    take(TIMERS, turn, due);
  },
  dialled: connection.dialled,
  "dial-failed": connection.dialFailed,
  link: connection.linkChanged,
  denied: subscriptionDenied,
  heartbeat: connection.heartbeat,
  keeper: connection.keeper,
  leader,
  hint,
  unproven,
  pinged(turn, { ping: id, isAnswered }) {
    const ping = turn.state.pings.get(id);
    if (ping === undefined) return; // the ping is not needed any more
    turn.write("pings").delete(id);
    switch (ping.kind) {
      case "check":
        connection.checked(turn, ping.line, isAnswered);
        break;
      case "ask":
        connection.asked(turn, isAnswered);
        break;
      case "get":
        if (isAnswered) askAgain(turn, ping.get);
        break;
      case "account":
        accountAsked(turn, ping.subject);
        break;
      default:
        unreachable(ping);
    }
  },
  replied,
  listed,
  found,
  "older-catalog": readSoon,
};

const TIMERS: Takers<Due> = {
  dial: connection.connect,
  ask: connection.ask,
  subscribe(turn) {
    subscribe(turn);
    refresh(turn);
  },
  "read-soon": refresh,
  reconcile(turn) {
    refresh(turn);
    reconcileLater(turn);
  },
  catalog: readChangedCatalog,
  heartbeat: connection.heartbeatDue,
  keeper: keeperDue,
  move: connection.move,
  unread: readAgain,
  round: askOnceMore,
  get: getIsLate,
  election: askLeader,
  leader: askLeader,
};

function take<Union extends { readonly kind: string }>(
  takers: Takers<Union>,
  turn: Turn,
  event: Union,
): void {
  const taker = takers[event.kind as Union["kind"]] as (turn: Turn, event: Union) => void;
  taker(turn, event);
}

/** The subscription to stored events was not denied, so there is one account for all. The sent event is read. */
function accountAsked(turn: Turn, subject: string): void {
  if (turn.state.link === undefined || turn.state.account !== "one") return;
  refresh(turn);
  const sent = parseApprovalsSubject(subject);
  if (sent.ok) leaveUnread(turn, sent.value.service); // the snapshot may not include this service
}

function reconcileLater(turn: Turn): void {
  turn.wait({ kind: "reconcile" }, turn.jitter(5 * MINUTE, 15 * MINUTE));
}
