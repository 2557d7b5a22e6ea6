import { randomInt } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import type { NatsConnection } from "nats";
import { startBroker } from "../../../main/admin/embedded-broker.ts";
import { singleFile } from "../../../main/admin/kit/credential-files.ts";
import type { Holder } from "../../../main/admin/kit/users.ts";
import { provision } from "../../../main/admin/provision.ts";
import { PortTaken } from "../../../main/admin/server-process.ts";
import type { Trial } from "../../../main/admin/trial/trial.ts";
import { type BrokerOptions, connectBroker } from "../../../main/nats/connect-broker.ts";
import { KEEPER_INBOX } from "../../../main/nats/permissions.ts";
import { startServer } from "../../../main/server/server.ts";
import { ADMINISTRATOR, connectTo, inboxOf, OTHER_SERVICE, SERVICE, trialOn } from "./ways.ts";

export interface MqttLogin {
  readonly username: string;
  readonly password: string;
}

/** A broker with a port for MQTT, two services, and a keeper. */
export interface MqttBroker {
  readonly port: number;
  readonly login: (service: string) => MqttLogin;
  /** What the login of another role has as password. */
  readonly foreign: readonly MqttLogin[];
  /** The keeper's login. */
  readonly keeper: BrokerOptions;
  readonly connect: (holder: Holder) => Promise<NatsConnection>;
  readonly dispose: () => Promise<void>;
}

const WRITERS = [SERVICE, OTHER_SERVICE].map((id): Holder => ({ role: "writer", id }));

export const MQTT_WAYS = { password: withPasswords, jwt: withKit } as const;

/** Starts something on a port that is free. */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(randomInt(10_000, 30_000));
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt >= 10) throw error;
    }
  }
}

async function withPasswords(): Promise<MqttBroker> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-mqtt-"));
  const login = (name: string) => ({ username: name, password: `${name}-password` });
  const names = [SERVICE, OTHER_SERVICE];
  const { broker, port } = await onFreePort(async (mqttPort) => ({
    port: mqttPort,
    broker: await startBroker({
      dataDir: folder,
      config: {
        administrator: login("administrator"),
        keeper: login("keeper"),
        writers: names.map((service) => ({ service, ...login(service) })),
        apps: [{ user: "hong.gd", ...login("hong.gd") }],
        mqtt: { port: mqttPort, writers: names.map((service) => ({ service, ...login(`mqtt-${service}`) })) },
      },
    }),
  }));
  const connect: MqttBroker["connect"] = (holder) =>
    connectBroker({ servers: [broker.url], ...login(holder.id), inboxPrefix: inboxOf(holder) });
  const administrator = await connect(ADMINISTRATOR);
  await provision(administrator);
  await administrator.close();
  const ofKeeper = { servers: [broker.url], ...login("keeper"), inboxPrefix: KEEPER_INBOX };
  const keeper = startServer({ broker: ofKeeper, log: () => {} });
  return {
    ...{ port, connect, keeper: ofKeeper },
    login: (service) => login(`mqtt-${service}`),
    foreign: ["administrator", "keeper", SERVICE, "hong.gd"].map(login),
    async dispose() {
      await keeper.stop();
      await broker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function withKit(): Promise<MqttBroker> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-mqtt-"));
  const holders: readonly Holder[] = [...WRITERS, { role: "app", id: "hong.gd" }];
  const { trial, port } = await onFreePort(async (mqttPort) => ({
    port: mqttPort,
    trial: await trialOn(folder, { mqttPort, holders }),
  }));
  const logins = new Map<string, MqttLogin>();
  for (const service of [SERVICE, OTHER_SERVICE]) logins.set(service, await loginOf(trial, service));
  const creds = trial.minted.filter(({ file }) => file.endsWith(".creds"));
  const foreign = creds.map(async ({ id, file }) => ({
    username: id,
    password: /^eyJ\S+$/m.exec(await readFile(file, "utf8"))?.[0] ?? "",
  }));
  return {
    port,
    login: (service) => logins.get(service) as MqttLogin,
    foreign: await Promise.all(foreign),
    keeper: {
      servers: trial.servers,
      credsFile: singleFile(trial.kit, trial.plan, "keeper"),
      inboxPrefix: KEEPER_INBOX,
    },
    connect: (holder) => connectTo(trial, holder),
    async dispose() {
      await trial.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a service does with the file of the kit. */
export async function loginOf({ minted }: Trial, service: string): Promise<MqttLogin> {
  const file = minted.find(({ role, id }) => role === "mqtt" && id === service)?.file ?? "";
  return { username: service, password: (await readFile(file, "utf8")).trim() };
}

let clients = 0;

/** A client with an id of its own, which does not connect again. */
export function mqttClient(
  port: number,
  login: MqttLogin,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const fixed = { host: "127.0.0.1", port, reconnectPeriod: 0, clientId: `test-${++clients}` };
  return connectAsync({ ...fixed, ...login, ...options });
}

/** The messages that a client gets from now on, by topic. */
export function heardBy(client: MqttClient): { readonly topic: string; readonly text: string }[] {
  const heard: { topic: string; text: string }[] = [];
  client.on("message", (topic, payload) => heard.push({ topic, text: payload.toString() }));
  return heard;
}
