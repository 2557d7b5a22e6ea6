import type { MqttClient } from "mqtt";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { directGet } from "../../../main/nats/jetstream.ts";
import { heardBy, MQTT_WAYS, type MqttBroker, mqttClient } from "./mqtt-broker.ts";
import { ADMINISTRATOR, OTHER_SERVICE, SERVICE } from "./ways.ts";

const MINE = `intake/${SERVICE}`;
const THEIRS = `intake/${OTHER_SERVICE}`;

/** What a service could try with its own login: to send … */
const PUBLISHES = [
  THEIRS,
  "intake/new-service",
  `outcome/${SERVICE}`,
  `outcome/${OTHER_SERVICE}`,
  `refused/${SERVICE}`,
  `approvals/hong%2Egd/${SERVICE}`,
  `stored/hong%2Egd/${SERVICE}`,
  "catalog/services",
  "server/lease/keeper",
  "alrimi/heartbeat",
  "alrimi/keeper",
  "$JS/API/STREAM/DELETE/INTAKE",
  "$JS/API/STREAM/DELETE/$MQTT_sess",
  "$JS/API/STREAM/PURGE/$MQTT_sess",
  "$JS/API/STREAM/CREATE/SPY",
  "$JS/ACK/INTAKE/KEEPER/1/1/1/1/0",
  `$MQTT/msgs/${THEIRS}`,
  `$MQTT/rmsgs/outcome/${OTHER_SERVICE}`,
  "$MQTT/sub/x",
  "$MQTT/JSA/x/SL/x",
  "$SYS/REQ/SERVER/PING",
];

/** … and to listen. */
const SUBSCRIPTIONS = [
  ...["#", "+", "+/+", "outcome/#", "outcome/+", `+/${OTHER_SERVICE}`, `outcome/${OTHER_SERVICE}`],
  ...["intake/#", "intake/+", MINE, THEIRS, "approvals/#", "stored/#", "catalog/services", "alrimi/#"],
  ...["$MQTT/#", "$MQTT/sub/#", "$MQTT/msgs/#", "$MQTT/rmsgs/#", "$MQTT/sess/#", "$JS/#", "$SYS/#", "_R_/#"],
];

describe.each(Object.entries(MQTT_WAYS))("with %s logins", (_way, start) => {
  let broker: MqttBroker;
  let administrator: NatsConnection;
  let keeper: NatsConnection;
  let mine: MqttClient;
  let theirs: MqttClient;
  /** What the other service hears. */
  let leaked: ReturnType<typeof heardBy>;
  let sequence = 0;

  beforeAll(async () => {
    broker = await start();
    administrator = await broker.connect(ADMINISTRATOR);
    keeper = await broker.connect({ role: "keeper", id: "keeper" });
    mine = await mqttClient(broker.port, broker.login(SERVICE));
    theirs = await mqttClient(broker.port, broker.login(OTHER_SERVICE));
    await theirs.subscribeAsync(`outcome/${OTHER_SERVICE}`);
    leaked = heardBy(theirs);
  });
  beforeEach(() => leaked.splice(0));
  afterAll(async () => {
    await Promise.all([mine, theirs].map((client) => client?.endAsync(true)));
    await Promise.all([administrator, keeper].map((connection) => connection?.close()));
    await broker?.dispose();
  });

  const event = (service = SERVICE, more: object = {}): string =>
    JSON.stringify({
      ...{ service, user: "hong.gd", count: 3, occurredAt: "2026-11-22T14:00:00+09:00" },
      ...{ sequence: ++sequence, ...more },
    });

  /** The last messages of the streams: nothing that is refused may add one. */
  const stored = async (): Promise<unknown> => {
    const streams = ["INTAKE", "APPROVALS", "CATALOG", "REFUSED"].map(async (stream) => {
      const info = await administrator.request(`$JS.API.STREAM.INFO.${stream}`);
      return info.json<{ state: { last_seq: number } }>().state.last_seq;
    });
    return Promise.all(streams);
  };

  /** Sends an event, and waits for what became of it: everything before it has passed the broker then. */
  const outcomeOf = async (client: MqttClient, service: string, payload: string): Promise<object> => {
    await client.subscribeAsync(`outcome/${service}`);
    const heard = new Promise<string>((resolve) => {
      client.once("message", (_topic, told) => resolve(told.toString()));
    });
    await client.publishAsync(`intake/${service}`, payload, { qos: 1 });
    return JSON.parse(await heard) as object;
  };

  test("mqtt - an event is kept, and its service hears so", async () => {
    const outcome = await outcomeOf(mine, SERVICE, event());
    expect(outcome).toMatchObject({ user: "hong.gd", sequence: String(sequence), outcome: "kept" });
    const kept = await directGet(keeper, "APPROVALS", `approvals.hong%2Egd.${SERVICE}`);
    expect(JSON.parse(Buffer.from(kept?.data ?? []).toString())).toMatchObject({ count: 3, sequence });
    expect(leaked).toEqual([]);
  });

  test("mqtt - a malformed event is refused with the reason", async () => {
    expect(await outcomeOf(mine, SERVICE, "{")).toMatchObject({ outcome: "refused", reason: "not-json" });
    expect(await outcomeOf(mine, SERVICE, event(OTHER_SERVICE))).toMatchObject({
      outcome: "refused",
      reason: "service-mismatch",
    });
  });

  test.each(PUBLISHES)("mqtt - %s is acknowledged, but reaches nobody", async (topic) => {
    const before = await stored();
    for (const retain of [false, true]) await mine.publishAsync(topic, event(), { qos: 1, retain });
    await administrator.flush();
    expect(await stored()).toEqual(before);
    await outcomeOf(theirs, OTHER_SERVICE, event(OTHER_SERVICE));
    expect(leaked).toHaveLength(1);
    const late = await mqttClient(broker.port, broker.login(OTHER_SERVICE));
    const retained = heardBy(late);
    await late.subscribeAsync(`outcome/${OTHER_SERVICE}`);
    await late.endAsync();
    expect(retained).toEqual([]);
  });

  test.each(SUBSCRIPTIONS)("mqtt - a service may not listen to %s", async (topic) => {
    for (const qos of [0, 1] as const) await expect(mine.subscribeAsync(topic, { qos })).rejects.toThrow();
  });

  test("mqtt - a last will to another service's topic reaches nobody", async () => {
    const before = await stored();
    for (const topic of [THEIRS, `outcome/${OTHER_SERVICE}`]) {
      const will = { topic, payload: Buffer.from(event(OTHER_SERVICE)), qos: 1 as const, retain: true };
      const dies = await mqttClient(broker.port, broker.login(SERVICE), { will });
      dies.stream.destroy();
      const heir = await mqttClient(broker.port, broker.login(SERVICE), {
        clientId: dies.options.clientId as string, // the server has ended the first one then
      });
      await heir.endAsync();
    }
    expect(await stored()).toEqual(before);
    expect(leaked).toEqual([]);
  });

  test("mqtt - a service that takes over the session of another one hears nothing of it", async () => {
    const session = { clientId: "mailer", clean: false };
    const victim = await mqttClient(broker.port, broker.login(OTHER_SERVICE), session);
    await victim.subscribeAsync(`outcome/${OTHER_SERVICE}`);
    await victim.endAsync();
    const thief = await mqttClient(broker.port, broker.login(SERVICE), session);
    const stolen = heardBy(thief);
    await outcomeOf(theirs, OTHER_SERVICE, event(OTHER_SERVICE));
    await outcomeOf(mine, SERVICE, event());
    await thief.endAsync();
    expect(stolen).toEqual([]);
  });

  test("mqtt - another kind of login, a wrong one and none are refused", async () => {
    const { password } = broker.login(SERVICE);
    const wrong = [
      ...broker.foreign,
      { username: SERVICE, password: `${password.slice(0, -4)}AAAA` },
      { username: SERVICE, password: "" },
    ];
    for (const login of wrong) {
      await expect(mqttClient(broker.port, login), login.username).rejects.toMatchObject({ code: 5 });
    }
  });
});
