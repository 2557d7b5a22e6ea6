import { RequestStrategy } from "nats";
import { BrokerError } from "./broker-error.ts";
import { type BrokerOptions, connectBroker } from "./connect-broker.ts";

/** The system account's request for connections, which every server of the cluster answers. */
const CONNECTIONS = "$SYS.REQ.SERVER.PING.CONNZ";
/** Milliseconds for all servers to answer. */
const ANSWERS_MS = 2_000;

/** A login of the system account, and the account of the apps. */
export interface SystemLogin {
  readonly login: BrokerOptions;
  /** Public key. */
  readonly account: string;
}

/**
 * How many apps are connected now, at all servers. Without an answer of each one it is not known.
 * @throws {BrokerError} (rejects) if it cannot log in
 */
export async function connectedApps({ login, account }: SystemLogin): Promise<number | undefined> {
  const connection = await connectBroker({ ...login, reconnect: false });
  try {
    // One connection of each server is listed, because only the totals are used.
    const answers = await connection.requestMany(CONNECTIONS, JSON.stringify({ acc: account, limit: 1 }), {
      strategy: RequestStrategy.Count,
      maxMessages: login.servers.length,
      maxWait: ANSWERS_MS,
    });
    let servers = 0;
    let apps = 0;
    for await (const answer of answers) {
      const { data } = answer.json<{ readonly data?: { readonly total?: unknown } }>();
      if (typeof data?.total !== "number") continue;
      servers += 1;
      apps += data.total;
    }
    return servers === login.servers.length ? apps : undefined;
  } catch (cause) {
    if (cause instanceof BrokerError) throw cause;
    return undefined;
  } finally {
    await connection.close();
  }
}
