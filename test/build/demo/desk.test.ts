import type { NatsConnection } from "nats";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type DemoBroker, mqttName, openBroker, writerName } from "../../../build/demo/broker.ts";
import { newQueue, type Queue } from "../../../build/demo/company.ts";
import { Desk, type Happening } from "../../../build/demo/desk.ts";
import { Folder } from "../../../build/demo/folder.ts";
import { type DemoServer, openServer } from "../../../build/demo/server.ts";
import { catalogOf, SERVICE_IDS, SERVICES, type ServiceId } from "../../../build/demo/services.ts";
import { openWay } from "../../../build/demo/ways/open.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { parseEvent } from "../../../main/contract/event.ts";
import { approvalsSubject } from "../../../main/contract/subject.ts";
import { newBearerToken } from "../../../main/nats/bearer-token.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { newDataDir, removeDataDirs, runningOn } from "./data-dirs.ts";
import { leave, NOW, serviceOf } from "./requests.ts";

/** The five services with their real ways of sending, a real broker and a real `alrimi server`. */

const user = "hong.gd";
const issued = newBearerToken("finance-card", new Date(NOW).toISOString());
let folder: Folder;
let broker: DemoBroker;
let server: DemoServer;
const apps: NatsConnection[] = [];
const desks: Desk[] = [];
beforeAll(async () => {
  folder = new Folder(newDataDir(), () => {});
  const secrets = folder.secrets();
  broker = await openBroker({
    dataDir: folder.file("broker"),
    ...{ user, secrets, port: undefined, died() {} },
  });
  const origin = "http://127.0.0.1:8320";
  await broker.prepare(catalogOf(origin), origin);
  server = await openServer({ folder, brokerUrl: broker.url, tokens: [issued.entry], died() {} });
});
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.stop()));
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await server?.dispose();
  await broker?.dispose();
  expect(runningOn(folder.path)).toEqual([]);
  removeDataDirs();
});

interface Opened {
  readonly desk: Desk;
  readonly told: Happening[];
  readonly saved: Queue[];
  /** Sequences in the order in which the app hears them. */
  readonly heard: bigint[];
}

let days = 0;

/** A service with an empty queue, whose count is kept. */
async function deskOf(service: ServiceId): Promise<Opened> {
  const opened = { told: [] as Happening[], saved: [] as Queue[], heard: [] as bigint[] };
  const subject = approvalsSubject(user, service);
  if (!subject.ok) throw new Error(subject.detail);
  const servers = [broker.url];
  const app = await connectBroker({
    ...{ servers, username: user, password: folder.secrets().app, inboxPrefix: "_TRAY.hong%2Egd" },
  });
  apps.push(app);
  app.subscribe(subject.value, {
    callback(_error, message) {
      const event = parseEvent(message.subject, message.data);
      if (event.ok) opened.heard.push(event.value.sequence);
    },
  });
  await app.flush();
  const login = { username: writerName(service), password: folder.secrets().writers[service] };
  const access = {
    ...{ ...login, brokerUrl: broker.url, directory: folder.file("outbox", service) },
    http: { url: () => server.url(), token: issued.token },
    mqtt: { url: broker.mqttUrl, username: mqttName(service) },
  };
  days += 1;
  const today = NOW + days * 86_400_000;
  const desk = await Desk.open(serviceOf(service), user, newQueue(today), {
    broker: { ...login, servers },
    openWay: (ports) => openWay(serviceOf(service), access, ports),
    save: (queue) => opened.saved.push(queue),
    tell: (_service, happening) => opened.told.push(happening),
    now: () => today,
  });
  desks.push(desk);
  await isKept(desk);
  return { desk, ...opened };
}

const isKept = (desk: Desk): Promise<unknown> =>
  waitFor(() => desk.progress === "kept", { what: `${desk.service.id}: the newest count is kept` });

const outcomesIn = (told: readonly Happening[]) =>
  told.flatMap((each) => (each.kind === "outcome" ? [each.outcome] : []));

test("demo desk - the five services use five ways", () => {
  expect(SERVICES.map(({ way }) => way)).toEqual(["outbox", "http", "nats", "command", "mqtt"]);
});

test("demo desk - a state is saved before it is submitted", async () => {
  const { desk, saved } = await deskOf("hr-leave");
  desk.request(leave);
  expect(saved.at(-1)).toBe(desk.queue);
  expect(desk.progress).toBe("waiting");
});

test("demo desk - while the broker is away every way keeps the newest count, says so once, and delivers it on return", async () => {
  const opened = await Promise.all(SERVICE_IDS.map(deskOf));
  await broker.power.stop();
  for (const { desk, told } of opened) {
    for (const _ of [1, 2, 3]) desk.request(leave);
    await waitFor(() => told.some(({ kind }) => kind === "waiting"), { what: `${desk.service.id} notices` });
    desk.request(leave);
  }
  await broker.power.start();
  for (const { desk, told } of opened) {
    await isKept(desk);
    expect(told.filter(({ kind }) => kind === "waiting")).toHaveLength(1);
    expect(outcomesIn(told).at(-1)).toMatchObject({ outcome: "kept", event: { sequence: 4n } });
  }
});

test("demo desk - without the keeper events are stored, or wait with the service; a new keeper keeps every newest one", async () => {
  const opened = await Promise.all(SERVICE_IDS.map(deskOf));
  await server.power.stop();
  for (const { desk } of opened) desk.request(leave);
  for (const { desk, told } of opened) {
    if (desk.service.way === "http" || desk.service.way === "mqtt") {
      await waitFor(() => told.some(({ kind }) => kind === "waiting"), { what: "no answer" });
      expect(desk.progress).toBe("waiting");
    } else {
      await waitFor(() => desk.progress === "stored", { what: `${desk.service.id}: stored` });
    }
  }
  await server.power.start();
  for (const { desk, heard } of opened) {
    await isKept(desk);
    await waitFor(() => heard.at(-1) === 1n, { what: "the app hears it" });
  }
});

test.each(SERVICE_IDS)(
  "demo desk - %s: what changes while a delivery is on its way is delivered too",
  async (service) => {
    const { desk, heard } = await deskOf(service);
    for (let change = 1; change <= 40; change += 1) {
      desk.request(leave);
      await new Promise(setImmediate);
    }
    await isKept(desk);
    await waitFor(() => heard.at(-1) === 40n, { what: "the newest is heard" });
  },
);

test("demo desk - a late, a doubled and a malformed event have an outcome, and the app hears none of them", async () => {
  const { desk, told, heard } = await deskOf("mail");
  expect(desk.hasPrevious).toBe(false);
  desk.request(leave);
  await isKept(desk);
  expect(desk.hasPrevious).toBe(true);
  const before = outcomesIn(told).length;
  await desk.sendFaulty("late");
  await desk.sendFaulty("twice");
  await desk.sendFaulty("malformed");
  await waitFor(() => outcomesIn(told).length >= before + 3, { what: "three outcomes" });
  expect(outcomesIn(told).slice(before)).toMatchObject([
    { outcome: "older", reason: "superseded", event: { sequence: 0n }, newest: { sequence: 1n } },
    { outcome: "kept", reason: "duplicate", event: { sequence: 1n } },
    { outcome: "refused", reason: "bad-count" },
  ]);
  desk.request(leave);
  await waitFor(() => heard.at(-1) === 2n, { what: "the next is heard" });
  expect(heard).toEqual([0n, 1n, 2n]);
  expect(desk.progress).toBe("kept");
});

test("demo desk - a faulty event that cannot be sent is told", async () => {
  const { desk, told } = await deskOf("visitor-access");
  await broker.power.stop();
  await desk.sendFaulty("twice");
  expect(told.map(({ kind }) => kind).slice(-2)).toEqual(["faulty", "fault-not-sent"]);
  await broker.power.start();
});

test("demo desk - an event whose outcome was not heard is sent again at the next connection", async () => {
  const { desk, told } = await deskOf("hr-leave");
  await server.power.stop();
  desk.request(leave);
  await waitFor(() => desk.progress === "stored", { what: "stored" });
  await broker.power.stop();
  await broker.power.start();
  await server.power.start();
  await isKept(desk);
  await waitFor(() => outcomesIn(told).length >= 3, { what: "the second one is a duplicate" });
  expect(outcomesIn(told).at(-1)).toMatchObject({ outcome: "kept", reason: "duplicate" });
});
