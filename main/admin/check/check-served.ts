import type { Finding } from "../../contract/findings.ts";
import { CATALOG_STREAM } from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { type BrokerOptions, connectBroker } from "../../nats/connect-broker.ts";
import { isServed } from "../../nats/jetstream.ts";
import { appInbox } from "../../nats/permissions.ts";

/** Any replica may answer, and a dead one loses its share of the requests. */
const TRIES = 4;
/** Milliseconds per try. */
const PATIENCE = 1_500;

/**
 * Checks that an app gets answers from the streams at each server of a cluster. A server that came back with an empty
 * disk may answer pings only (seen on nats-server 2.9.10).
 */
export async function aboutServed(
  { user, login }: { readonly user: string; readonly login: BrokerOptions },
  servers: readonly string[],
): Promise<readonly Finding[]> {
  const served = await Promise.all(servers.map((server) => serves({ ...login, servers: [server] }, user)));
  const unserved = servers.filter((_, index) => served[index] === false);
  if (unserved.length > 0) return unserved.map((server) => ({ level: "bad", code: "app-unserved", server }));
  const count = served.filter((each) => each === true).length;
  return count > 0 ? [{ level: "ok", code: "apps-served", servers: count }] : [];
}

/** Undefined if it cannot be tested, because of the server or the login. Another finding reports that. */
async function serves(login: BrokerOptions, user: string): Promise<boolean | undefined> {
  try {
    const connection = await connectBroker({ ...login, inboxPrefix: appInbox(user), reconnect: false });
    try {
      for (let tries = 0; tries < TRIES; tries += 1) {
        if (await isServed(connection, CATALOG_STREAM, CATALOG_SUBJECT, PATIENCE)) return true;
      }
      return false;
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return undefined;
  }
}
