import type { NatsConnection } from "../nats/connection.ts";
import {
  heartbeatInfo,
  heartbeatSettings,
  makeHeartbeat,
  removeHeartbeat,
} from "../nats/heartbeat-consumer.ts";
import { difference, type SettingChange } from "./settings.ts";

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
  if (present !== undefined) await removeHeartbeat(connection, timeoutMs);
  await makeHeartbeat(connection, timeoutMs, interval);
  return present === undefined ? { kind: "created" } : { kind: "updated", changes };
}
