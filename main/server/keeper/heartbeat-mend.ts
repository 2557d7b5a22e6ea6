import type { NatsConnection } from "../../nats/connection.ts";
import { heartbeatInfo, makeHeartbeat } from "../../nats/heartbeat-consumer.ts";

const ANSWER_MS = 4_000;

/**
 * Makes the consumer of the broker's heartbeat where there is none. Without it every app says that it is not sure. Rejects
 * without an answer of the broker.
 */
export async function mendHeartbeat(connection: NatsConnection, log: (text: string) => void): Promise<void> {
  if ((await heartbeatInfo(connection, ANSWER_MS)) !== undefined) return;
  await makeHeartbeat(connection, ANSWER_MS);
  log("keeper: the broker has lost the consumer of its heartbeat; it was made anew");
}
