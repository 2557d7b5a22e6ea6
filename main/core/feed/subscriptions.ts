import { HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { KEEPER_SUBJECT } from "../../contract/keeper-heartbeat.ts";
import { LEADER_SUBJECTS } from "../../contract/leader.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import type { FeedEvent } from "./events.ts";
import { keeperDenied } from "./keeper.ts";
import { electionOver } from "./leader.ts";
import type { Turn } from "./turn.ts";

const SECOND = 1_000;
const PING_TIMEOUT = 3 * SECOND;

/** Replaces all subscriptions by new ones over the current link. */
export function subscribe(turn: Turn): void {
  const { line, link, setup } = turn.state;
  if (link === undefined) return;
  turn.do({ kind: "unsubscribe" });
  turn.do({ kind: "subscribe", line, subject: setup.own, as: "events" });
  turn.do({ kind: "subscribe", line, subject: CATALOG_SUBJECT, as: "catalog" });
  turn.do({ kind: "subscribe", line, subject: HEARTBEAT_SUBJECT, as: "heartbeat" });
  turn.do({ kind: "subscribe", line, subject: KEEPER_SUBJECT, as: "keeper" });
  turn.do({ kind: "subscribe", line, subject: LEADER_SUBJECTS, as: "leader" });
  turn.state.hearsKeeper = true;
  turn.state.hearsLeaders = link.isClustered;
  if (setup.test !== undefined) turn.do({ kind: "subscribe", line, subject: setup.test, as: "test" });
  turn.state.account = "unknown";
  turn.forgetPings("account");
}

/**
 * Subscribes again on a timer: the client drops a denied subscription for good, and permission may be granted later.
 */
export function denied(turn: Turn, subject: string): void {
  turn.log(`broker: no permission for ${subject}`);
  turn.signal({ kind: "refused", cause: "permission" });
  if (!turn.isWaiting({ kind: "subscribe" }))
    turn.wait({ kind: "subscribe" }, turn.jitter(20 * SECOND, 40 * SECOND));
}

/** A subscription was denied. A standalone server need not allow the heartbeat. */
export function subscriptionDenied(turn: Turn, { line, subject }: FeedEvent & { kind: "denied" }): void {
  const { link, setup } = turn.state;
  if (line !== turn.state.line) return;
  if (subject === setup.stored) turn.state.account = "several";
  else if (subject === KEEPER_SUBJECT) keeperDenied(turn);
  else if (subject === LEADER_SUBJECTS) {
    turn.state.hearsLeaders = false; // a broker of an earlier version
    electionOver(turn);
  } else if (subject !== HEARTBEAT_SUBJECT || link?.isClustered) denied(turn, subject);
  else turn.log("broker: no heartbeat; none is needed from a standalone server");
}

/**
 * A message without origin arrived. With several accounts only stored messages arrive, so it is forged. With one
 * account for all, as on a server without configuration, the service's own message arrives here, and its stored copy
 * on the stream's republish subject. So that subject is subscribed to, once per connection.
 */
export function unproven(turn: Turn, { subject }: FeedEvent & { kind: "unproven" }): void {
  const { account, line, link, setup } = turn.state;
  if (account !== "unknown" || link === undefined) return;
  turn.state.account = "one";
  turn.do({ kind: "subscribe", line, subject: setup.stored, as: "events" });
  turn.ping({ kind: "account", subject }, PING_TIMEOUT);
}
