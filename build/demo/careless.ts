import { formatEvent, type SentEvent } from "../../main/contract/event.ts";
import { intakeSubject } from "../../main/contract/intake.ts";
import { type BrokerOptions, connectBroker } from "../../main/nats/connect-broker.ts";
import { writerInbox } from "../../main/nats/permissions.ts";

/** Sends an event twice again, after a newer one, as a careless service would. Resolves when the broker has both. */
export async function sendTwiceAgain(broker: BrokerOptions, event: SentEvent): Promise<void> {
  const subject = intakeSubject(event.service);
  if (!subject.ok) throw new Error(subject.detail);
  const inboxPrefix = writerInbox(event.service);
  const connection = await connectBroker({ inboxPrefix, ...broker, reconnect: false });
  try {
    for (const _ of [1, 2]) await connection.request(subject.value, formatEvent(event), { timeout: 2000 });
  } finally {
    await connection.close();
  }
}
