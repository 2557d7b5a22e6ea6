import type { NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DemoBroker, openBroker, writerName } from "../../../build/demo/broker.ts";
import { newQueue, type Queue } from "../../../build/demo/company.ts";
import { Desk, type Happening } from "../../../build/demo/desk.ts";
import { Folder } from "../../../build/demo/folder.ts";
import { catalogOf, type ServiceId } from "../../../build/demo/services.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { parseEvent } from "../../../main/contract/event.ts";
import { approvalsSubject } from "../../../main/contract/subject.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { newDataDir, removeDataDirs } from "./data-dirs.ts";
import { leave, NOW, serviceOf } from "./requests.ts";

const user = "hong.gd";
let folder: Folder;
let broker: DemoBroker;
const apps: NatsConnection[] = [];
beforeAll(async () => {
  folder = new Folder(newDataDir(), () => {});
  const secrets = folder.secrets();
  broker = await openBroker({
    dataDir: folder.file("broker"),
    ...{ user, secrets, port: undefined, died() {} },
  });
  const origin = "http://127.0.0.1:8320";
  await broker.prepare(catalogOf(origin), origin);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await broker?.dispose();
  removeDataDirs();
});

interface Opened {
  readonly desk: Desk;
  readonly told: Happening[];
  readonly saved: Queue[];
  /** Sequences in the order in which the app hears them. */
  readonly heard: bigint[];
}

/** A service whose first day it is; the broker has its count. */
async function deskOf(service: ServiceId): Promise<Opened> {
  const opened = { told: [] as Happening[], saved: [] as Queue[], heard: [] as bigint[] };
  const subject = approvalsSubject(user, service);
  if (!subject.ok) throw new Error(subject.detail);
  const login = { servers: [broker.url], username: user, password: folder.secrets().app };
  const app = await connectBroker({ ...login, inboxPrefix: "_TRAY.hong%2Egd" });
  apps.push(app);
  app.subscribe(subject.value, {
    callback(_error, message) {
      const event = parseEvent(message.subject, message.data);
      if (event.ok) opened.heard.push(event.value.sequence);
    },
  });
  await app.flush();
  const desk = await Desk.open(serviceOf(service), user, newQueue(NOW), {
    broker: {
      servers: [broker.url],
      username: writerName(service),
      password: folder.secrets().writers[service],
    },
    directory: folder.file("outbox", service),
    save: (queue) => opened.saved.push(queue),
    tell: (_service, happening) => opened.told.push(happening),
    now: () => NOW,
  });
  await delivered(desk);
  return { desk, ...opened };
}

const delivered = (desk: Desk): Promise<unknown> =>
  waitFor(() => desk.isDelivered, { what: "the desk delivers" });

test("demo desk - a state is saved before it is submitted", async () => {
  const { desk, saved } = await deskOf("hr-leave");
  desk.request(leave);
  expect(saved.at(-1)).toBe(desk.queue);
  expect(desk.isDelivered).toBe(false);
  await desk.stop();
});

test("demo desk - while the broker is away it keeps the newest count, says so once, and delivers it on return", async () => {
  const { desk, told } = await deskOf("visitor-access");
  await broker.stop();
  for (const _ of [1, 2, 3]) desk.request(leave);
  await waitFor(() => told.some(({ kind }) => kind === "waiting"), { what: "the desk notices" });
  desk.request(leave);
  await broker.start();
  await delivered(desk);
  expect(told.filter(({ kind }) => kind === "waiting")).toHaveLength(1);
  const published = told.flatMap((each) => (each.kind === "published" ? [each.event.sequence] : []));
  expect(published).toEqual([0n, 4n]);
  await desk.stop();
});

test("demo desk - a careless service sends its previous event late and doubled, and puts it right", async () => {
  const { desk, heard } = await deskOf("mail");
  for (const _ of [1, 2]) {
    desk.request(leave);
    await delivered(desk);
  }
  const expected = [0n, 1n, 0n, 0n, 1n, 2n, 1n, 1n, 2n];
  await waitFor(() => heard.length >= expected.length, { what: "all is heard" });
  expect(heard).toEqual(expected);
  await desk.stop();
});

test("demo desk - what changes while a delivery is on its way is delivered too", async () => {
  const { desk, heard } = await deskOf("finance-card");
  for (let change = 1; change <= 40; change += 1) {
    desk.request(leave);
    await new Promise(setImmediate);
  }
  await delivered(desk);
  await waitFor(() => heard.at(-1) === 40n, { what: "the newest is heard" });
  await desk.stop();
});
