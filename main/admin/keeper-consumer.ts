import { KEEPER_CONSUMER_SETTINGS, keeperConsumerRequest } from "../contract/keeper-consumer.ts";
import { KEEPER_CONSUMER } from "../contract/streams.ts";
import { apiRefusal } from "../nats/api-answer.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { askJetStream } from "../nats/jetstream.ts";
import { isApiError, KEEPER_API } from "../nats/jetstream-api.ts";
import { difference, type SettingChange } from "./settings.ts";

const ABOUT = `consumer ${KEEPER_CONSUMER}`;

export type KeeperConsumerProvisioned =
  | { readonly kind: "created" | "unchanged" }
  | { readonly kind: "updated"; readonly changes: readonly SettingChange[] };

/** Creates or updates the consumer. @throws {BrokerError} (rejects) */
export async function provisionKeeper(
  connection: NatsConnection,
  timeoutMs: number,
): Promise<KeeperConsumerProvisioned> {
  const present = (await keeperInfo(connection, timeoutMs))?.config;
  const changes = present === undefined ? [] : difference(present, KEEPER_CONSUMER_SETTINGS);
  if (present !== undefined && changes.length === 0) return { kind: "unchanged" };
  const request = keeperConsumerRequest(present);
  const answer = await askJetStream(connection, KEEPER_API.create, request, { timeoutMs });
  if (!answer.ok) throw apiRefusal(ABOUT, answer.error);
  return present === undefined ? { kind: "created" } : { kind: "updated", changes };
}

/** The part of the consumer's info that is used. */
export interface KeeperConsumerInfo {
  readonly config: Readonly<Record<string, unknown>>;
  /** Events that were not delivered yet, and those that were and are not settled. */
  readonly num_pending?: number;
  readonly num_ack_pending?: number;
  /** Requests for events that keepers have open. */
  readonly num_waiting?: number;
}

/** Reads the consumer's info; undefined if it does not exist. @throws {BrokerError} (rejects) */
export async function keeperInfo(
  connection: NatsConnection,
  timeoutMs: number,
): Promise<KeeperConsumerInfo | undefined> {
  const answer = await askJetStream(connection, KEEPER_API.info, "", { timeoutMs });
  if (answer.ok) return answer.fields as unknown as KeeperConsumerInfo;
  if (isApiError(answer.error, "no-consumer") || isApiError(answer.error, "no-stream")) return undefined;
  throw apiRefusal(ABOUT, answer.error);
}
