import { HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import type { FeedEvent } from "./events.ts";
import type { Turn } from "./turn.ts";

const SECOND = 1_000;
const PING_TIMEOUT = 3 * SECOND;

/** Subscribes over the link that counts, in place of all subscriptions before. */
export function subscribe(turn: Turn): void {
  const { line, link, setup } = turn.state;
  if (link === undefined) return;
  turn.do({ kind: "unsubscribe" });
  turn.do({ kind: "subscribe", line, subject: setup.own, as: "events" });
  turn.do({ kind: "subscribe", line, subject: CATALOG_SUBJECT, as: "catalog" });
  turn.do({ kind: "subscribe", line, subject: HEARTBEAT_SUBJECT, as: "heartbeat" });
  turn.state.account = "unknown";
  turn.forgetPings("account");
}

/** The client drops a denied subscription for good: try again on a timer, for when permission is granted. */
export function denied(turn: Turn, subject: string): void {
  turn.log(`broker: no permission for ${subject}`);
  turn.signal({ kind: "refused", cause: "permission" });
  if (!turn.isWaiting({ kind: "subscribe" }))
    turn.wait({ kind: "subscribe" }, turn.jitter(20 * SECOND, 40 * SECOND));
}

export function subscriptionDenied(turn: Turn, { line, subject }: FeedEvent & { kind: "denied" }): void {
  const { link, setup } = turn.state;
  if (line !== turn.state.line) return;
  if (subject === setup.stored) turn.state.account = "several";
  else if (subject !== HEARTBEAT_SUBJECT || link?.isClustered) denied(turn, subject);
  else turn.log("broker: no heartbeat, and none is needed of a server that stands alone");
}

/**
 * Only what was stored proves where it comes from. On a broker with accounts nothing else arrives by right; with one
 * account for all, as on a server without any configuration, a service's own message arrives too, and what was stored of
 * it is heard on the subject of the stream's republish. That is tried once a connection, whatever was sent.
 */
export function unproven(turn: Turn, { subject }: FeedEvent & { kind: "unproven" }): void {
  const { account, line, link, setup } = turn.state;
  if (account !== "unknown" || link === undefined) return;
  turn.state.account = "one";
  turn.do({ kind: "subscribe", line, subject: setup.stored, as: "events" });
  turn.ping({ kind: "account", subject }, PING_TIMEOUT);
}
