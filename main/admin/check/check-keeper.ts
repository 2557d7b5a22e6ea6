import type { Finding } from "../../contract/findings.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { type KeeperConsumerInfo, keeperInfo } from "../keeper-consumer.ts";

/** Milliseconds for an answer about the consumer. */
const ANSWER_MS = 5_000;
/** So many events wait for a moment, when a service sends them all at once. */
const MANY = 1_000;

/** Checks that a keeper takes the events of the services. Without one nothing new reaches an app. */
export async function aboutKeeper(
  administrator: NatsConnection,
  describe: (error: BrokerError) => string,
): Promise<Finding> {
  try {
    return readKeeper(await keeperInfo(administrator, ANSWER_MS));
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return { level: "bad", code: "keeper-unreadable", detail: describe(error) };
  }
}

/** The finding about the keepers' consumer. A keeper that works has always asked it for more. Pure. */
export function readKeeper(info: KeeperConsumerInfo | undefined): Finding {
  if (info === undefined) return { level: "bad", code: "keeper-unprepared" };
  const waiting = (info.num_pending ?? 0) + (info.num_ack_pending ?? 0);
  if ((info.num_waiting ?? 0) === 0) return { level: "bad", code: "keeper-missing", waiting };
  if (waiting > MANY) return { level: "warning", code: "keeper-behind", waiting };
  return { level: "ok", code: "keeper-ok", waiting };
}
