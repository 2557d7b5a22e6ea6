import type { NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { directGet } from "../../main/nats/jetstream.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { OTHER_SERVICE, OTHER_USER, type RealBroker, realBroker, SERVICE, USER } from "./real-broker.ts";

let real: RealBroker;
let administrator: NatsConnection;
let writer: NatsConnection;
let app: NatsConnection;

beforeAll(async () => {
  real = await realBroker();
  administrator = await real.asAdministrator();
  writer = await real.asWriter(SERVICE);
  app = await real.asApp(USER);
  const publisher = createPublisher(writer);
  for (const user of [USER, OTHER_USER]) await publisher.publish({ user, service: SERVICE, count: 1 });
});
afterAll(() => real.dispose());

const MINE = `approvals.hong%2Egd.${SERVICE}`;
const OTHERS = `approvals.kim%2Eys.${SERVICE}`;

/** The broker's answer to a subscription: undefined when it stands. */
async function subscribing(connection: NatsConnection, subject: string): Promise<string | undefined> {
  let refused: string | undefined;
  const subscription = connection.subscribe(subject, {
    callback: (error) => {
      if (error) refused = error.code;
    },
  });
  await connection.flush();
  subscription.unsubscribe();
  return refused;
}

test("permissions - an app reads its own person's event and the catalog", async () => {
  expect(await directGet(app, "APPROVALS", MINE)).toMatchObject({ revision: expect.any(Number) });
  expect(await directGet(app, "CATALOG", "catalog.services")).toBeUndefined();
  expect(await subscribing(app, "approvals.hong%2Egd.*")).toBeUndefined();
  expect(await subscribing(app, "catalog.services")).toBeUndefined();
  expect(await subscribing(app, "alrimi.heartbeat")).toBeUndefined();
});

test.each([OTHERS, "approvals.kim%2Eys.*", "approvals.*.*", "approvals.>", ">"])(
  "permissions - an app may not subscribe %s",
  async (subject) => {
    expect(await subscribing(app, subject)).toBe("PERMISSIONS_VIOLATION");
  },
);

test.each([
  `$JS.API.DIRECT.GET.APPROVALS.${OTHERS}`,
  "$JS.API.DIRECT.GET.APPROVALS",
  "$JS.API.STREAM.MSG.GET.APPROVALS",
  "$JS.API.STREAM.INFO.APPROVALS",
  "$JS.API.CONSUMER.CREATE.APPROVALS",
  MINE,
  OTHERS,
  "catalog.services",
  "alrimi.heartbeat",
  "$JS.API.CONSUMER.DELETE.APPROVALS.HEARTBEAT",
])("permissions - an app may not ask or publish %s", async (subject) => {
  await expect(app.request(subject, "{}", { timeout: 30_000 })).rejects.toMatchObject({
    code: "PERMISSIONS_VIOLATION",
  });
});

/**
 * From nats-server 2.11 on one request can read several subjects. They stand in its body, which no permission looks at,
 * so the subject that takes such a request is denied above. The one that an app may use takes no body.
 */
test("permissions - an app's direct get of its own events reads nothing of others, whatever its body asks for", async () => {
  const heard: string[] = [];
  const inbox = "_TRAY.hong%2Egd.batch";
  app.subscribe(inbox, { callback: (_error, { data }) => heard.push(new TextDecoder().decode(data)) });
  const bodies = [
    { multi_last: [OTHERS, "approvals.>"] },
    { batch: 10, seq: 1, next_by_subj: "approvals.>" },
    { last_by_subj: OTHERS },
    { seq: 2 },
  ];
  const subjects = [MINE, "approvals.hong%2Egd.*"];
  for (const subject of subjects)
    for (const body of bodies)
      app.publish(`$JS.API.DIRECT.GET.APPROVALS.${subject}`, JSON.stringify(body), { reply: inbox });
  await expect.poll(() => heard.length).toBeGreaterThanOrEqual(subjects.length * bodies.length);
  await directGet(app, "APPROVALS", MINE); // what would come after them has come
  expect(heard.filter((text) => text.includes(OTHER_USER))).toEqual([]);
});

test.each([
  `approvals.hong%2Egd.${OTHER_SERVICE}`,
  `$JS.API.DIRECT.GET.APPROVALS.approvals.hong%2Egd.${OTHER_SERVICE}`,
  "$JS.API.DIRECT.GET.APPROVALS",
  "$JS.API.STREAM.INFO.APPROVALS",
  "$JS.API.STREAM.PURGE.APPROVALS",
  "catalog.services",
])("permissions - a writer may not ask or publish %s", async (subject) => {
  await expect(writer.request(subject, "{}", { timeout: 30_000 })).rejects.toMatchObject({
    code: "PERMISSIONS_VIOLATION",
  });
});

test("permissions - a writer may not listen, not even to its own events or to another writer's answers", async () => {
  for (const subject of [MINE, "approvals.>", `_WRITER.${OTHER_SERVICE}.>`, "_WRITER.>", "_INBOX.>"]) {
    expect(await subscribing(writer, subject)).toBe("PERMISSIONS_VIOLATION");
  }
});

test("permissions - the administrator makes streams and catalogs but sees nobody's counts", async () => {
  const denied = [`$JS.API.DIRECT.GET.APPROVALS.${MINE}`, "$JS.API.STREAM.MSG.GET.APPROVALS", MINE];
  for (const subject of denied) {
    await expect(administrator.request(subject, "{}", { timeout: 30_000 })).rejects.toMatchObject({
      code: "PERMISSIONS_VIOLATION",
    });
  }
  expect(await subscribing(administrator, "approvals.*.*")).toBe("PERMISSIONS_VIOLATION");
});
