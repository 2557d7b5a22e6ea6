import type { Catalog } from "../../contract/catalog.ts";
import type { Finding } from "../../contract/findings.ts";
import { heardSubject, parseHeard } from "../../contract/service-heard.ts";
import { SERVER_STREAM } from "../../contract/streams.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { directGet } from "../../nats/jetstream.ts";
import { tokenOf } from "../../nats/permissions.ts";

/** When an event of a service was last kept; milliseconds since the Unix epoch. Undefined if none was noted. */
export type LastHeard = ReadonlyMap<string, number | undefined>;

/** Which services of the catalog have not been heard for long. @param silentFor milliseconds; undefined for never */
export async function aboutServices(
  administrator: NatsConnection,
  catalog: Catalog,
  silentFor: number | undefined,
  describe: (error: BrokerError) => string,
): Promise<readonly Finding[]> {
  try {
    return readServices(await lastHeard(administrator, catalog), silentFor, Date.now());
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return [{ level: "unknown", code: "services-unknown", detail: describe(error) }];
  }
}

/** The findings about the services. Pure. @param now milliseconds since the Unix epoch */
export function readServices(
  heard: LastHeard,
  silentFor: number | undefined,
  now: number,
): readonly Finding[] {
  if (silentFor === undefined || heard.size === 0) return [];
  const silent = [...heard].filter(([, at]) => at === undefined || now - at > silentFor);
  if (silent.length === 0) return [{ level: "ok", code: "services-heard", services: heard.size }];
  return silent.map(([service, at]) => ({
    ...{ level: "warning", code: "service-silent", service },
    last: at === undefined ? null : new Date(at).toISOString(),
  }));
}

async function lastHeard(administrator: NatsConnection, catalog: Catalog): Promise<LastHeard> {
  const entries = catalog.map(async ({ id }): Promise<[string, number | undefined]> => {
    const noted = await directGet(administrator, SERVER_STREAM, heardSubject(tokenOf(id)));
    return [id, noted && parseHeard(noted.data)];
  });
  return new Map(await Promise.all(entries));
}
