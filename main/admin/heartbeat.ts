import { defined } from "../contract/defined.ts";
import { HEARTBEAT_INTERVAL, HEARTBEAT_SUBJECT } from "../contract/heartbeat.ts";
import { APPROVALS_STREAM } from "../contract/streams.ts";
import { apiRefusal } from "../nats/api-answer.ts";
import type { NatsConnection } from "../nats/connection.ts";
import { askJetStream } from "../nats/jetstream.ts";
import { HEARTBEAT_API, HEARTBEAT_CONSUMER, isApiError, NO_EVENT } from "../nats/jetstream-api.ts";
import { difference, type SettingChange } from "./settings.ts";

/** The settings of the heartbeat consumer, with the field names of the JetStream API. */
export interface HeartbeatSettings {
  readonly durable_name: string;
  readonly deliver_subject: string;
  readonly deliver_policy: "new";
  readonly ack_policy: "none";
  readonly filter_subject: string;
  /** Nanoseconds. */
  readonly idle_heartbeat: number;
  /** 0 means as many replicas as the stream. With fewer, a server that is cut off could become the leader. */
  readonly num_replicas: 0;
}

/**
 * The consumer whose idle heartbeat is the broker's heartbeat. All apps share it, and only its leader sends.
 * @param interval milliseconds between two heartbeats, at least 100
 */
export function heartbeatSettings(interval: number = HEARTBEAT_INTERVAL): HeartbeatSettings {
  return {
    durable_name: HEARTBEAT_CONSUMER,
    deliver_subject: HEARTBEAT_SUBJECT,
    deliver_policy: "new",
    ack_policy: "none",
    filter_subject: NO_EVENT,
    idle_heartbeat: interval * 1e6,
    num_replicas: 0,
  };
}

/** The part of the consumer's info that is used. */
export interface HeartbeatInfo {
  readonly config: Readonly<Record<string, unknown>>;
  /** Whether there is a subscription that it can reach. */
  readonly push_bound?: boolean;
  readonly cluster?: { readonly leader?: string };
}

const ABOUT = `consumer ${HEARTBEAT_CONSUMER}`;

/** Reads the consumer's info; undefined if it does not exist. @throws {BrokerError} (rejects) */
export async function heartbeatInfo(
  connection: NatsConnection,
  timeoutMs?: number,
): Promise<HeartbeatInfo | undefined> {
  const answer = await askJetStream(connection, HEARTBEAT_API.info, "", defined({ timeoutMs }));
  if (answer.ok) return answer.fields as unknown as HeartbeatInfo;
  // Without its stream there is no consumer.
  if (isApiError(answer.error, "no-consumer") || isApiError(answer.error, "no-stream")) return undefined;
  throw apiRefusal(ABOUT, answer.error);
}

/** What {@link provisionHeartbeat} did. */
export type HeartbeatProvisioned =
  | { readonly kind: "created" | "unchanged" }
  | { readonly kind: "updated"; readonly changes: readonly SettingChange[] };

/**
 * Creates the consumer. One with other settings is deleted and created again, because most settings cannot be changed
 * and the consumer holds no data.
 * @param interval milliseconds; undefined for the usual one
 * @throws {BrokerError} (rejects)
 */
export async function provisionHeartbeat(
  connection: NatsConnection,
  interval: number | undefined,
  timeoutMs: number,
): Promise<HeartbeatProvisioned> {
  const wanted = heartbeatSettings(interval);
  const present = await heartbeatInfo(connection, timeoutMs);
  const changes = present === undefined ? [] : difference(present.config, { ...wanted });
  if (present !== undefined && changes.length === 0) return { kind: "unchanged" };
  const ask = async (subject: string, payload: string): Promise<void> => {
    const answer = await askJetStream(connection, subject, payload, { timeoutMs });
    if (!answer.ok) throw apiRefusal(ABOUT, answer.error);
  };
  if (present !== undefined) await ask(HEARTBEAT_API.remove, "");
  const config = { ...wanted, name: HEARTBEAT_CONSUMER };
  await ask(HEARTBEAT_API.create, JSON.stringify({ stream_name: APPROVALS_STREAM, config }));
  return present === undefined ? { kind: "created" } : { kind: "updated", changes };
}
