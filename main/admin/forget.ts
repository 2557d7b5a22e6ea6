import { APPROVALS_STREAM, EVENTS_STREAM, FLEET_STREAM } from "../contract/streams.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { askJetStream } from "../nats/jetstream.ts";
import { isApiError, streamApi } from "../nats/jetstream-api.ts";
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
  await forgetHistory(connection, `stored.${token}.*`);
  return {
    events: await purge(connection, APPROVALS_STREAM, `approvals.${token}.*`),
    reports: await purge(connection, FLEET_STREAM, `fleet.${token}`),
  };
}

/**
 * Removes what the broker retains of a service, of all people: counts of made-up people, or those of a service that is
 * gone.
 * @param service an id
 * @returns the number of removed events
 * @throws {TypeError} for a bad id; {BrokerError} (rejects)
 */
export async function forgetService(connection: NatsConnection, service: string): Promise<number> {
  await forgetHistory(connection, `stored.*.${tokenOf(service)}`);
  return purge(connection, APPROVALS_STREAM, `approvals.*.${tokenOf(service)}`);
}

/** What readers have not read yet. @throws {BrokerError} (rejects) */
async function forgetHistory(connection: NatsConnection, filter: string): Promise<void> {
  const answer = await askJetStream(connection, streamApi(EVENTS_STREAM).purge, JSON.stringify({ filter }));
  if (answer.ok || isApiError(answer.error, "no-stream")) return; // there is no reader
  throw new BrokerError("broker-refused", `stream ${EVENTS_STREAM}`, answer.error.description ?? "");
}

/** @returns the number of removed messages */
async function purge(connection: NatsConnection, stream: string, filter: string): Promise<number> {
  const answer = await askJetStream(connection, streamApi(stream).purge, JSON.stringify({ filter }));
  if (answer.ok) return Number(answer.fields["purged"] ?? 0);
  throw new BrokerError("broker-refused", `stream ${stream}`, answer.error.description ?? "");
}
