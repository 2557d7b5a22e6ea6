import { APPROVALS_STREAM, FLEET_STREAM } from "../contract/streams.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { askJetStream } from "../nats/jetstream.ts";
import { streamApi } from "../nats/jetstream-api.ts";
import { tokenOf } from "../nats/permissions.ts";

/** How many messages of a person were removed. */
export interface Forgotten {
  readonly events: number;
  readonly reports: number;
}

/**
 * Removes what the broker retains of a person: the newest event of each service, and the reports of their apps. The
 * administrator may remove these messages and still not read them.
 * @param user an id
 * @throws {TypeError} for a bad id; {BrokerError} (rejects)
 */
export async function forgetPerson(connection: NatsConnection, user: string): Promise<Forgotten> {
  const token = tokenOf(user);
  return {
    events: await purge(connection, APPROVALS_STREAM, `approvals.${token}.*`),
    reports: await purge(connection, FLEET_STREAM, `fleet.${token}`),
  };
}

/** @returns the number of removed messages */
async function purge(connection: NatsConnection, stream: string, filter: string): Promise<number> {
  const answer = await askJetStream(connection, streamApi(stream).purge, JSON.stringify({ filter }));
  if (answer.ok) return Number(answer.fields["purged"] ?? 0);
  throw new BrokerError("broker-refused", `stream ${stream}`, answer.error.description ?? "");
}
