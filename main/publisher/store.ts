import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { askJetStream } from "../nats/jetstream.ts";
import { isApiError } from "../nats/jetstream-api.ts";
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
  const answer = await askJetStream(connection, subject, payload, { timeoutMs });
  if (answer.ok) return Number(answer.fields["seq"]);
  const { err_code = 0, description = "" } = answer.error;
  const reason = isApiError(answer.error, "not-now") ? "no-stream" : "broker-refused";
  throw new BrokerError(reason, subject, `${description} (${err_code})`);
}
