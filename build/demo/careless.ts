import { type ApprovalEvent, formatEvent } from "../../main/contract/event.ts";
import { approvalsSubject } from "../../main/contract/subject.ts";
import { type BrokerOptions, connectBroker } from "../../main/nats/connect-broker.ts";
import { writerInbox } from "../../main/nats/permissions.ts";

/**
 * Stores an event twice without comparing it with the retained one, as a careless writer would. Resolves when it is
 * stored. Otherwise it could arrive after a later read of the retained event, and stay.
 */
export async function publishBlindlyTwice(broker: BrokerOptions, event: ApprovalEvent): Promise<void> {
  const subject = approvalsSubject(event.user, event.service);
  if (!subject.ok) throw new Error(subject.detail);
  const inboxPrefix = writerInbox(event.service);
  const connection = await connectBroker({ inboxPrefix, ...broker, reconnect: false });
  try {
    for (const _ of [1, 2]) await connection.request(subject.value, formatEvent(event), { timeout: 2000 });
  } finally {
    await connection.close();
  }
}
