import type { Finding } from "../../contract/findings.ts";
import { STREAMS } from "../../contract/streams.ts";
import { BrokerError } from "../../nats/broker-error.ts";
import { addressesOf, asBrokerError, type BrokerOptions, connectBroker } from "../../nats/connect-broker.ts";
import type { SystemLogin } from "../../nats/connected-apps.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { badFile } from "../../nats/failure.ts";
import { ADMINISTRATOR_INBOX, appInbox, writerInbox } from "../../nats/permissions.ts";
import { authorities } from "../../nats/tls.ts";
import { type CatalogRead, readCatalog } from "../catalog.ts";
import { peopleIn } from "../kit/plan.ts";
import { aboutHeartbeat } from "./check-heartbeat.ts";
import { aboutKeeper } from "./check-keeper.ts";
import { aboutConnected, aboutPeople } from "./check-people.ts";
import { checkApp, checkWriter } from "./check-permissions.ts";
import { aboutRenewals, type Register } from "./check-renewals.ts";
import { aboutServed } from "./check-served.ts";
import { aboutCluster, aboutServer } from "./check-servers.ts";
import { aboutServices } from "./check-services.ts";
import { FULL_AT } from "./check-space.ts";
import { aboutCatalog, aboutClock, aboutStream } from "./check-streams.ts";
import { checkTwoApps } from "./check-two-apps.ts";
import { probe } from "./probe.ts";

/** The logins with which a broker is checked. */
export interface CheckInput {
  /** The administrator's login, with every server to check. */
  readonly administrator: BrokerOptions;
  /** A person's login, to test its permissions. */
  readonly app?: { readonly user: string; readonly login: BrokerOptions };
  /** Another person's login, to test whether answers for it can be directed to `app`. */
  readonly other?: { readonly user: string; readonly login: BrokerOptions };
  /** A service's login, to test its permissions. */
  readonly writer?: { readonly service: string; readonly login: BrokerOptions };
  /** Expected replicas of the streams; default: 3 for three or more servers, else 1. */
  readonly replicas?: number;
  /** Percent from which on a stream counts as nearly full; default {@link FULL_AT}. */
  readonly fullAt?: number;
  /** A service of which nothing was kept for longer gets a warning. Milliseconds, undefined for never. */
  readonly silentFor?: number | undefined;
  /** The logins of the kit. Without it some findings cannot be made. */
  readonly register?: Register;
  /** Tells how many apps are connected. */
  readonly system?: SystemLogin;
  /** The text of a BrokerError in the person's language. */
  readonly describe: (error: BrokerError) => string;
}

/**
 * Checks a running broker. On a correctly configured one it changes nothing. Every other failure is a finding.
 * @throws {BrokerError} (rejects) `bad-server`, or `bad-file` for the authority's file
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
  // A fault of the streams has its own finding, which is not repeated for each server.
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
  const expected = { replicas, fullAt: input.fullAt ?? FULL_AT };
  const findings: Finding[] = [];
  try {
    for (const settings of STREAMS)
      findings.push(...(await aboutStream(connection, settings, expected, input.describe)));
    const app = await appOf(input);
    findings.push(...(await aboutHeartbeat(connection, app, input.describe)));
    await app?.close();
    findings.push(await aboutKeeper(connection, input.describe));
    const catalog = await readCatalog(connection).catch((error: unknown) => error);
    if (!(catalog instanceof Error)) {
      const read = catalog as CatalogRead;
      findings.push(aboutCatalog(read), ...(await aboutUse(connection, read, input)));
    }
    findings.push(await aboutClock(connection));
  } finally {
    await connection.close();
  }
  return findings;
}

/** Who uses the broker: services that are silent, people without events, apps that never reported, what ends soon. */
async function aboutUse(
  connection: NatsConnection,
  read: CatalogRead,
  { register, silentFor, system, describe }: CheckInput,
): Promise<readonly Finding[]> {
  const now = Date.now() / 1000;
  const renewals = register === undefined ? [] : aboutRenewals(register, now);
  if (read.kind !== "read") return renewals;
  const people = register === undefined ? undefined : peopleIn(register.issued, now);
  return [
    ...(await aboutServices(connection, read.catalog, silentFor, describe)),
    ...(await aboutPeople(connection, read.catalog, people, describe)),
    ...(system === undefined || people === undefined ? [] : await aboutConnected(system, people.length)),
    ...renewals,
  ];
}

/** Connects as the app; undefined without one, or if its login fails, which another finding reports. */
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
  if (connection === undefined) return []; // the app's own check reports it
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
