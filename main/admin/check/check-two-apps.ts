import type { Finding } from "../../contract/findings.ts";
import { HEARTBEAT_SUBJECT } from "../../contract/heartbeat.ts";
import { APPROVALS_STREAM, CATALOG_STREAM } from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import { createInbox, type NatsConnection } from "../../nats/connection.ts";
import { directGetSubject } from "../../nats/jetstream-api.ts";
import { messageOf } from "../../nats/message.ts";
import { appInbox, tokenOf } from "../../nats/permissions.ts";

/** Milliseconds for a message to arrive from another server. */
const ARRIVING = 1_000;
/** An unused id. */
const NOBODY = "alrimi-check-nobody";

interface ConnectedPerson {
  readonly user: string;
  readonly connection: NatsConnection;
}

/**
 * Directs the broker's answers for one person's app to another person's app, as every app user can, and checks that each
 * answer has its `Nats-Subject`, by which apps refuse it. `catalog.services` is not tested, because every app of the
 * company would read the catalog then.
 */
export async function checkTwoApps(
  first: ConnectedPerson,
  second: ConnectedPerson,
): Promise<readonly Finding[]> {
  const who = { who: `app ${second.user}`, other: `app ${first.user}` };
  const catalog = directGetSubject(CATALOG_STREAM, CATALOG_SUBJECT);
  const nothing = directGetSubject(APPROVALS_STREAM, `approvals.${tokenOf(second.user)}.${NOBODY}`);
  const targets = [
    `approvals.${tokenOf(first.user)}.${NOBODY}`,
    HEARTBEAT_SUBJECT,
    `alrimi.test.${tokenOf(first.user)}`,
    createInbox(appInbox(first.user)),
  ];
  let arrived = 0;
  const unproven = new Set<string>();
  const subscriptions = targets.map((subject) =>
    first.connection.subscribe(subject, {
      callback: (error, received) => {
        const message = messageOf(received);
        const isHeartbeat = message.data.length === 0 && message.isHeartbeat;
        if (error !== null || isHeartbeat) return; // the broker's own heartbeat
        arrived += 1;
        const isProven = message.origin === CATALOG_SUBJECT;
        if (!isProven && !message.isRefusal) unproven.add(subject);
      },
    }),
  );
  try {
    await first.connection.flush();
    for (const asked of [catalog, nothing]) {
      for (const reply of targets) second.connection.publish(asked, "", { reply });
    }
    await second.connection.flush();
    for (const asked of [catalog, nothing]) {
      await second.connection.request(asked, "", { timeout: 2_000 }).catch(() => {}); // another finding reports it
    }
    const deadline = Date.now() + ARRIVING;
    do await first.connection.flush();
    while (arrived < 2 * targets.length && Date.now() < deadline);
  } finally {
    for (const subscription of subscriptions) subscription.unsubscribe();
  }
  if (unproven.size === 0) return [{ level: "ok", code: "answers-proven", ...who, arrived }];
  return [...unproven].map((subject) => ({ level: "bad", code: "answers-unproven", ...who, subject }));
}
