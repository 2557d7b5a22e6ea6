import { storedRevision } from "../nats/api-answer.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { askJetStream } from "../nats/jetstream.ts";
import type { EventDraft } from "./draft.ts";

/**
 * Stores an event in the broker's intake. It may be repeated: the same event twice is a duplicate for the keeper.
 * @param timeoutMs milliseconds
 * @returns the event's number in the intake
 * @throws {BrokerError} (rejects); the event may have been stored
 */
export async function storeInIntake(
  connection: NatsConnection,
  { subject, payload }: EventDraft,
  timeoutMs: number,
): Promise<number> {
  return storedRevision(subject, await askJetStream(connection, subject, payload, { timeoutMs }));
}
