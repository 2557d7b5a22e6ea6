import { setTimeout as sleep } from "node:timers/promises";
import { BrokerError } from "../../nats/broker-error.ts";
import { type BrokerOptions, connectBroker } from "../../nats/connect-broker.ts";
import type { NatsConnection } from "../../nats/connection.ts";

/** The time limits of {@link onStartedServers}. */
export interface Patience {
  /** Milliseconds for the servers to elect a leader, again after each restart. */
  readonly patienceMs: number;
  /** Milliseconds for a new server to join the group, which takes some seconds; default 10,000. */
  readonly leftOutMs?: number;
}

/**
 * Does an administrator's work on servers that were just started, and retries it while a cluster has no leader. Of
 * three new servers one may stay left out of the group (see `refusal` in `provision.ts`). Then the servers are
 * restarted one after another, which lets it join.
 * @param restarts one function per server, which restarts it and waits until it is ready
 * @throws {BrokerError} (rejects) the last error of the work
 */
export async function onStartedServers<T>(
  login: BrokerOptions,
  work: (connection: NatsConnection) => Promise<T>,
  restarts: readonly (() => Promise<void>)[],
  { patienceMs, leftOutMs = 10_000 }: Patience,
): Promise<T> {
  const waiting = [...restarts];
  let deadline = Date.now() + patienceMs;
  let isLeftOutAt = Number.POSITIVE_INFINITY;
  for (;;) {
    try {
      const connection = await connectBroker({ ...login, reconnect: false });
      return await work(connection).finally(() => connection.close());
    } catch (error) {
      const reason = error instanceof BrokerError ? error.reason : undefined;
      isLeftOutAt =
        reason === "too-few-servers" ? Math.min(isLeftOutAt, Date.now()) : Number.POSITIVE_INFINITY;
      if (Date.now() - isLeftOutAt >= leftOutMs && waiting.length > 0) {
        await waiting.shift()?.();
        isLeftOutAt = Number.POSITIVE_INFINITY;
        deadline = Date.now() + patienceMs;
      }
      const mayRestart = reason === "too-few-servers" && waiting.length > 0;
      if (reason === "authorization" || reason === "tls") throw error;
      if (Date.now() > deadline && !mayRestart) throw error;
      await sleep(200);
    }
  }
}
