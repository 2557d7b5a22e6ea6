import { readFile } from "node:fs/promises";
import type { NatsConnection } from "nats";
import { BrokerError } from "../broker-error.ts";
import { readCatalog } from "../catalog.ts";
import { type BrokerOptions, connectBroker } from "../connect.ts";
import { askJetStream } from "../jetstream.ts";
import { difference } from "../provision.ts";
import { STREAMS, type StreamSettings } from "../streams.ts";
import { checkApp, checkWriter } from "./check-permissions.ts";
import type { Finding } from "./findings.ts";
import { ADMINISTRATOR_INBOX, API_ADVISORY, appInbox, writerInbox } from "./permissions.ts";
import { type Probe, probe, type ServerFacts } from "./probe.ts";

export interface CheckInput {
  /** How the administrator logs in, and every server that is to be looked at. */
  readonly administrator: BrokerOptions;
  /** Credentials of one person, to try out what they may do. */
  readonly app?: { readonly user: string; readonly login: BrokerOptions };
  readonly writer?: { readonly service: string; readonly login: BrokerOptions };
  /** Copies that the streams should have; left out: 3 when three or more servers are named, else 1. */
  readonly replicas?: number;
  /** Words for a BrokerError. */
  readonly describe: (error: BrokerError) => string;
}

const DAY = 24 * 60 * 60 * 1000;
/** Days before its end from which a certificate is worth a warning. */
const CERTIFICATE_DAYS = 30;
/** Seconds; less is the network and the rounding. */
const CLOCK_SECONDS = 5;

/** Looks at a running broker, as a person setting it up would; changes nothing on one that is set up right. */
export async function checkBroker(input: CheckInput): Promise<readonly Finding[]> {
  const { servers, tls } = input.administrator;
  const ca = tls?.caFile === undefined ? undefined : await readFile(tls.caFile).catch(() => undefined);
  const probes = await Promise.all(
    servers.map(async (server) => ({ server, seen: await probe(server, ca === undefined ? {} : { ca }) })),
  );
  const findings: Finding[] = probes.flatMap(({ server, seen }) => aboutServer(server, seen));
  findings.push(...aboutCluster(probes.flatMap(({ seen }) => (seen.kind === "nats" ? [seen.facts] : []))));
  if (probes.every(({ seen }) => seen.kind !== "nats")) return findings;
  findings.push(...(await asAdministrator(input)));
  const { app, writer } = input;
  if (app === undefined) findings.push({ level: "unknown", code: "permissions-not-tried", who: "app" });
  else {
    const work = (connection: NatsConnection) => checkApp(connection, app.user);
    findings.push(...(await loggedIn(`app ${app.user}`, app.login, appInbox(app.user), input, work)));
  }
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

/** What is wrong or right with one server; pure. */
export function aboutServer(server: string, seen: Probe, now: number = Date.now()): readonly Finding[] {
  if (seen.kind === "tls") return [{ level: "bad", code: "certificate-bad", server, detail: seen.detail }];
  if (seen.kind === "not-nats")
    return [{ level: "bad", code: "server-not-nats", server, detail: seen.detail }];
  if (seen.kind !== "nats")
    return [{ level: "bad", code: "server-unreachable", server, detail: seen.detail }];
  const { name, version, jetstream, cluster, loginRequired, tls } = seen.facts;
  const findings: Finding[] = [];
  if (isOlder(version, 2, 9)) findings.push({ level: "bad", code: "version-too-old", server, version });
  else if (cluster !== undefined && isOlder(version, 2, 10)) {
    findings.push({ level: "warning", code: "version-old-for-cluster", server, version });
  }
  if (jetstream) findings.unshift({ level: "ok", code: "server-ok", server, name, version });
  else findings.unshift({ level: "bad", code: "jetstream-off", server });
  if (!loginRequired) findings.push({ level: "bad", code: "login-not-required", server });
  if (tls === undefined) return [...findings, { level: "warning", code: "tls-off", server }];
  const days = Math.floor((tls.validTo - now) / DAY);
  if (tls.problem !== undefined) {
    findings.push({ level: "bad", code: "certificate-bad", server, detail: tls.problem });
  } else if (days < CERTIFICATE_DAYS) {
    findings.push({ level: "warning", code: "certificate-expires", server, days });
  } else findings.push({ level: "ok", code: "certificate-ok", server, days });
  return findings;
}

function aboutCluster(facts: readonly ServerFacts[]): readonly Finding[] {
  const names = new Set(facts.map(({ cluster }) => cluster ?? "-"));
  if (facts.length < 2 || (names.size === 1 && !names.has("-"))) return [];
  return [{ level: "bad", code: "cluster-differs", clusters: [...names].join(", ") }];
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
      findings.push(...(await aboutStream(connection, settings, replicas, input)));
    const catalog = await readCatalog(connection).catch((error: unknown) => error);
    if (!(catalog instanceof Error))
      findings.push(aboutCatalog(catalog as Awaited<ReturnType<typeof readCatalog>>));
    findings.push(await aboutClock(connection));
  } finally {
    await connection.close();
  }
  return findings;
}

interface StreamInfo {
  readonly config: Readonly<Record<string, unknown>>;
  readonly state: { readonly messages: number };
  readonly cluster?: {
    readonly leader?: string;
    readonly replicas?: readonly {
      readonly name: string;
      readonly current: boolean;
      readonly offline?: boolean;
      readonly lag?: number;
    }[];
  };
}

async function aboutStream(
  connection: NatsConnection,
  settings: StreamSettings,
  replicas: number,
  { describe }: CheckInput,
): Promise<readonly Finding[]> {
  const stream = settings.name;
  try {
    const answer = await askJetStream(connection, `$JS.API.STREAM.INFO.${stream}`, "");
    if (!answer.ok) {
      if (answer.error.err_code === 10059) return [{ level: "bad", code: "stream-missing", stream }];
      return [{ level: "bad", code: "stream-unreadable", stream, detail: answer.error.description ?? "" }];
    }
    return readStream(settings, answer.fields as unknown as StreamInfo, replicas);
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    if (error.reason === "timeout") return [{ level: "bad", code: "stream-no-leader", stream }];
    return [{ level: "bad", code: "stream-unreadable", stream, detail: describe(error) }];
  }
}

/** What is wrong or right with one stream; pure. */
export function readStream(settings: StreamSettings, info: StreamInfo, replicas: number): readonly Finding[] {
  const stream = settings.name;
  const findings: Finding[] = difference(info.config, { ...settings }).map(({ field, from, to }) => ({
    level: "bad",
    code: "stream-setting",
    stream,
    field,
    is: JSON.stringify(from) ?? "not set",
    should: JSON.stringify(to),
  }));
  const copies = Number(info.config["num_replicas"] ?? 1);
  if (copies !== replicas)
    findings.push({ level: "bad", code: "stream-replicas", stream, is: copies, should: replicas });
  if (copies > 1 && !info.cluster?.leader) findings.push({ level: "bad", code: "stream-no-leader", stream });
  for (const { name, current, offline, lag } of info.cluster?.replicas ?? []) {
    if (current && offline !== true) continue;
    findings.push({ level: "warning", code: "stream-out-of-sync", stream, replica: name, lag: lag ?? 0 });
  }
  if (findings.length > 0) return findings;
  return [{ level: "ok", code: "stream-ok", stream, replicas: copies, messages: info.state.messages }];
}

function aboutCatalog(read: Awaited<ReturnType<typeof readCatalog>>): Finding {
  if (read.kind === "none") return { level: "warning", code: "catalog-none" };
  if (read.kind === "unreadable") return { level: "bad", code: "catalog-bad", detail: read.problem.detail };
  const [problem] = read.problems;
  if (problem !== undefined) return { level: "warning", code: "catalog-bad", detail: problem.detail };
  return { level: "ok", code: "catalog-ok", services: read.catalog.length };
}

/** An answer of the API has the time since 2.10; before, only the advisory about it has. */
async function aboutClock(connection: NatsConnection): Promise<Finding> {
  let advisory: string | undefined;
  const subscription = connection.subscribe(API_ADVISORY, {
    max: 1,
    callback: (error, message) => {
      if (!error) advisory = message.json<{ timestamp?: string }>().timestamp;
    },
  });
  await connection.flush();
  const sent = Date.now();
  const answer = await askJetStream(connection, `$JS.API.STREAM.INFO.${STREAMS[0]?.name}`, "").catch(
    () => undefined,
  );
  const received = Date.now();
  await connection.flush(); // the advisory was sent before the pong
  subscription.unsubscribe();
  const stamp =
    answer?.ok === true && typeof answer.fields["ts"] === "string" ? answer.fields["ts"] : advisory;
  const time = Date.parse(stamp ?? "");
  if (Number.isNaN(time)) return { level: "unknown", code: "clock-unknown" };
  const seconds = Math.round((time - (sent + received) / 2) / 100) / 10;
  if (Math.abs(seconds) > CLOCK_SECONDS) return { level: "bad", code: "clock-skewed", seconds };
  return { level: "ok", code: "clock-ok", seconds };
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

function isOlder(version: string, major: number, minor: number): boolean {
  const [, x = "0", y = "0"] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(x) < major || (Number(x) === major && Number(y) < minor);
}
