import { INTAKE_STREAM, KEEPER_CONSUMER } from "./streams.ts";

/**
 * The settings of the keepers' common consumer, with the field names of the JetStream API. An event in work at a keeper
 * that was killed comes again after `ack_wait` (nanoseconds).
 */
export const KEEPER_CONSUMER_SETTINGS = {
  durable_name: KEEPER_CONSUMER,
  deliver_policy: "all",
  ack_policy: "explicit",
  ack_wait: 5e9,
  max_deliver: -1,
  max_ack_pending: 5_000,
  /** As many as the stream. */
  num_replicas: 0,
} as const;

/** The request that makes the consumer. @param present settings that it has and that stay */
export function keeperConsumerRequest(present: Readonly<Record<string, unknown>> = {}): string {
  const config = { ...present, ...KEEPER_CONSUMER_SETTINGS, name: KEEPER_CONSUMER };
  return JSON.stringify({ stream_name: INTAKE_STREAM, config });
}
