import type { Finding } from "../../contract/findings.ts";
import { STREAMS } from "../../contract/streams.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { addressesOf, asBrokerError, type BrokerOptions, connectBroker } from "../../nats/connect-broker.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { badFile } from "../../nats/failure.ts";
import { ADMINISTRATOR_INBOX, appInbox, writerInbox } from "../../nats/permissions.ts";
import { authorities } from "../../nats/tls.ts";
import { type CatalogRead, readCatalog } from "../catalog.ts";
import { aboutHeartbeat } from "./check-heartbeat.ts";
import { checkApp, checkWriter } from "./check-permissions.ts";
import { aboutServed } from "./check-served.ts";
import { aboutCluster, aboutServer } from "./check-servers.ts";
import { aboutCatalog, aboutClock, aboutStream } from "./check-streams.ts";
import { checkTwoApps } from "./check-two-apps.ts";
import { probe } from "./probe.ts";

export interface CheckInput {
  /** How the administrator logs in, and every server that is to be looked at. */
  readonly administrator: BrokerOptions;
  /** Credentials of one person, to try out what they may do. */
  readonly app?: { readonly user: string; readonly login: BrokerOptions };
  /** Those of another person: what each could have sent to the other is tried as well. */
  readonly other?: { readonly user: string; readonly login: BrokerOptions };
  readonly writer?: { readonly service: string; readonly login: BrokerOptions };
  /** Copies that the streams should have; left out: 3 when three or more servers are named, else 1. */
  readonly replicas?: number;
  /** Words for a BrokerError. */
  readonly describe: (error: BrokerError) => string;
}

/**
 * Looks at a running broker, as a person setting it up would; changes nothing on one that is set up right.
 * @throws {BrokerError} `bad-server`, and `bad-file` for the authority's file
 */
export async function checkBroker(input: CheckInput): Promise<readonly Finding[]> {
  const { servers, tls } = input.administrator;
  const addresses = addressesOf(servers);
  const ca = await authorities(tls?.caFile).catch((error: unknown) => {
    throw asBrokerError(badFile(tls?.caFile ?? "", error), servers);
  });
  const probes = await Promise.all(
    addresses.map(async (address, index) => ({
      server: servers[index] ?? "",
      seen: await probe(address, { ca }),
    })),
  );
  const findings: Finding[] = probes.flatMap(({ server, seen }) => aboutServer(server, seen));
  findings.push(...aboutCluster(probes.flatMap(({ seen }) => (seen.kind === "nats" ? [seen.facts] : []))));
  if (probes.every(({ seen }) => seen.kind !== "nats")) return findings;
  const streams = await asAdministrator(input);
  findings.push(...streams);
  const { app, writer } = input;
  // What is wrong with the streams themselves was told once, not again for each server.
  if (app !== undefined && servers.length > 1 && streams.every(({ level }) => level !== "bad"))
    findings.push(...(await aboutServed(app, servers)));
  if (app === undefined) findings.push({ level: "unknown", code: "permissions-not-tried", who: "app" });
  else {
    const work = (connection: NatsConnection) => checkApp(connection, app.user);
    findings.push(...(await loggedIn(`app ${app.user}`, app.login, appInbox(app.user), input, work)));
  }
  findings.push(...(await asTwoApps(input)));
  if (writer === undefined) findings.push({ level: "unknown", code: "permissions-not-tried", who: "writer" });
  else {
    const work = (connection: NatsConnection) => checkWriter(connection, writer.service);
    findings.push(
      ...(await loggedIn(
        `service ${writer.service}`,
        writer.login,
        writerInbox(writer.service),
        input,
        work,
      )),
    );
  }
  return findings;
}

async function asAdministrator(input: CheckInput): Promise<readonly Finding[]> {
  let connection: NatsConnection;
  try {
    connection = await connectBroker({
      ...input.administrator,
      inboxPrefix: ADMINISTRATOR_INBOX,
      reconnect: false,
    });
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return [{ level: "bad", code: "administrator-refused", detail: input.describe(error) }];
  }
  const replicas = input.replicas ?? (input.administrator.servers.length >= 3 ? 3 : 1);
  const findings: Finding[] = [];
  try {
    for (const settings of STREAMS)
      findings.push(...(await aboutStream(connection, settings, replicas, input.describe)));
    const app = await appOf(input);
    findings.push(...(await aboutHeartbeat(connection, app, input.describe)));
    await app?.close();
    const catalog = await readCatalog(connection).catch((error: unknown) => error);
    if (!(catalog instanceof Error)) findings.push(aboutCatalog(catalog as CatalogRead));
    findings.push(await aboutClock(connection));
  } finally {
    await connection.close();
  }
  return findings;
}

/** An app that listens; undefined when none is given, or its login does not work, which is told where it is tried. */
async function appOf({ app }: CheckInput): Promise<NatsConnection | undefined> {
  if (app === undefined) return undefined;
  const options = { ...app.login, inboxPrefix: appInbox(app.user), reconnect: false };
  return connectBroker(options).catch((error: unknown) => {
    if (!(error instanceof BrokerError)) throw error;
    return undefined;
  });
}

async function asTwoApps(input: CheckInput): Promise<readonly Finding[]> {
  const { app, other } = input;
  if (app === undefined || other === undefined) return [{ level: "unknown", code: "two-apps-not-tried" }];
  const connection = await appOf(input);
  if (connection === undefined) return []; // told above
  try {
    const first = { user: app.user, connection };
    return await loggedIn(`app ${other.user}`, other.login, appInbox(other.user), input, (second) =>
      checkTwoApps(first, { user: other.user, connection: second }),
    );
  } finally {
    await connection.close();
  }
}

async function loggedIn(
  who: string,
  login: BrokerOptions,
  inboxPrefix: string,
  { describe }: CheckInput,
  work: (connection: NatsConnection) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    const connection = await connectBroker({ ...login, inboxPrefix, reconnect: false });
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return [{ level: "bad", code: "login-refused", who, detail: describe(error) }];
  }
}
