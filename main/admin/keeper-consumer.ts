import { INTAKE_STREAM, KEEPER_CONSUMER } from "../contract/streams.ts";
import { BrokerError } from "../nats/broker-error.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { askJetStream } from "../nats/jetstream.ts";
import { type ApiError, isApiError, KEEPER_API } from "../nats/jetstream-api.ts";
import { difference, type SettingChange } from "./settings.ts";

/**
 * The settings of the keepers' common consumer, with the field names of the JetStream API. An event in work at a keeper
 * that was killed comes again after `ack_wait` (nanoseconds).
 */
const SETTINGS = {
  durable_name: KEEPER_CONSUMER,
  deliver_policy: "all",
  ack_policy: "explicit",
  ack_wait: 5e9,
  max_deliver: -1,
  max_ack_pending: 5_000,
  /** As many as the stream. */
  num_replicas: 0,
} as const;

export type KeeperConsumerProvisioned =
  | { readonly kind: "created" | "unchanged" }
  | { readonly kind: "updated"; readonly changes: readonly SettingChange[] };

/** Creates or updates the consumer. @throws {BrokerError} (rejects) */
export async function provisionKeeper(
  connection: NatsConnection,
  timeoutMs: number,
): Promise<KeeperConsumerProvisioned> {
  const present = (await keeperInfo(connection, timeoutMs))?.config;
  const changes = present === undefined ? [] : difference(present, SETTINGS);
  if (present !== undefined && changes.length === 0) return { kind: "unchanged" };
  const config = { ...present, ...SETTINGS, name: KEEPER_CONSUMER };
  const request = JSON.stringify({ stream_name: INTAKE_STREAM, config });
  const answer = await askJetStream(connection, KEEPER_API.create, request, { timeoutMs });
  if (!answer.ok) throw refusal(answer.error);
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
  throw refusal(answer.error);
}

function refusal({ err_code, description }: ApiError): BrokerError {
  return new BrokerError("broker-refused", `consumer ${KEEPER_CONSUMER}`, description ?? `error ${err_code}`);
}
