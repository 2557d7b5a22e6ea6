import { headers, type MsgHdrs, type NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putCatalog } from "../../../main/admin/catalog.ts";
import { testConnection } from "../../../main/desktop/account/connection-test.ts";
import { sinkOf } from "../../../main/desktop/app/hub-sink.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import { dialNats } from "../../../main/desktop/broker/nats-transport.ts";
import { systemClock } from "../../../main/desktop/clock.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX } from "../../../main/nats/permissions.ts";
import { bytesOf, wireOf } from "../../contract/events.ts";
import { OTHER_SERVICE, type RealBroker, realBroker, SERVICE, USER, until } from "../../nats/real-broker.ts";
import { App } from "../app/hub-app.ts";

/** An event is retained with a status line like the broker's own answers. Real broker, feed and hub. */

const OWN = `approvals.hong%2Egd.${SERVICE}`;
const OTHER = `approvals.hong%2Egd.${OTHER_SERVICE}`;

let real: RealBroker;
let keeper: NatsConnection;

beforeAll(async () => {
  real = await realBroker();
  const administrator = await connectBroker({
    servers: [real.broker.url],
    username: "admin",
    password: "admin-password",
    inboxPrefix: ADMINISTRATOR_INBOX,
  });
  const services = [SERVICE, OTHER_SERVICE].map((id) => ({ id, name: { en: id } }));
  await putCatalog(administrator, bytesOf({ services }));
  await administrator.close();
  keeper = await real.asKeeper();
  await keeper.request(OTHER, bytesOf(wireOf({ service: OTHER_SERVICE, count: 2 })));
});
afterAll(() => real?.dispose());

async function store(code: number | undefined, payload: Uint8Array): Promise<void> {
  const status = code === undefined ? {} : { headers: headers(code, "as if the broker said so") };
  await keeper.request(OWN, payload, { timeout: 30_000, ...status });
}

function follow(app: App): Feed {
  const { url } = real.broker;
  return startFeed(
    USER,
    { servers: [url], credentials: { username: USER, password: `${USER}-password` }, tls: undefined },
    {
      dial: dialNats,
      clock: systemClock,
      services: () => app.hub.services(),
      sink: sinkOf(app.hub, (line) => app.log.push(line)),
    },
  );
}

const stateOf = ({ hub }: App) => {
  const { connection, ledger, unsure } = hub.situation;
  return {
    kind: connection.kind,
    counts: [...ledger].map(([id, { count }]) => `${id} ${count}`),
    unsure: [...unsure],
  };
};

let sequence = 0;

test.each([503, 408, 404, 100, 200])(
  "an event that is stored with the status %i is an event, at a start and in a running app",
  async (code) => {
    await store(code, bytesOf(wireOf({ count: 3, sequence: ++sequence })));
    const app = new App();
    const feed = follow(app);
    try {
      await until(() => app.hub.situation.connection.kind === "fresh", 20_000);
      const counts = (count: number) => [`${OTHER_SERVICE} 2`, `${SERVICE} ${count}`].sort();
      expect({ ...stateOf(app), counts: stateOf(app).counts.sort() }).toEqual({
        kind: "fresh",
        counts: counts(3),
        unsure: [],
      });
      await store(code, bytesOf(wireOf({ count: 4, sequence: ++sequence })));
      await until(() => app.hub.situation.ledger.get(SERVICE)?.count === 4, 20_000);
      expect(stateOf(app)).toMatchObject({ kind: "fresh", unsure: [] });
    } finally {
      app.hub.stop();
      await feed.stop();
    }
  },
);

test.each([503, 408, 404, 100])(
  "an empty one with the status %i makes that service not sure, and the other stays fresh",
  async (code) => {
    await store(undefined, bytesOf(wireOf({ count: 5, sequence: ++sequence })));
    const running = new App();
    const feeds = [follow(running)];
    try {
      await until(() => running.hub.situation.connection.kind === "fresh", 20_000);
      await store(code, new Uint8Array());
      await until(() => running.hub.situation.unsure.has(SERVICE), 20_000);
      expect(running.hub.situation.ledger.get(SERVICE)?.count).toBe(5);
      expect(stateOf(running)).toMatchObject({ kind: "fresh", unsure: [SERVICE] });
      const started = new App();
      feeds.push(follow(started));
      await until(() => started.hub.situation.connection.kind === "fresh", 20_000);
      expect(stateOf(started)).toEqual({ kind: "fresh", counts: [`${OTHER_SERVICE} 2`], unsure: [SERVICE] });
      await store(undefined, bytesOf(wireOf({ count: 6, sequence: ++sequence })));
      for (const app of [running, started]) {
        await until(() => app.hub.situation.ledger.get(SERVICE)?.count === 6, 20_000);
        expect(stateOf(app).unsure).toEqual([]);
        app.hub.stop();
      }
    } finally {
      await Promise.all(feeds.map((feed) => feed.stop()));
    }
  },
);

test("stored headers - an event with headers that the client cannot read is an event all the same, also the only one", async () => {
  const raw = { encode: () => Buffer.from("NATS/1.0\r\nFoo Bar: x\r\n\r\n") } as unknown as MsgHdrs;
  const payload = bytesOf(wireOf({ count: 8, sequence: ++sequence }));
  await keeper.request(OWN, payload, { timeout: 30_000, headers: raw });
  const app = new App();
  const feed = follow(app);
  try {
    await until(() => app.hub.situation.connection.kind === "fresh", 5_000);
    expect(stateOf(app)).toMatchObject({ kind: "fresh", unsure: [] });
    expect(app.hub.situation.ledger.get(SERVICE)?.count).toBe(8);
  } finally {
    app.hub.stop();
    await feed.stop();
  }
  const candidate = {
    servers: [real.broker.url],
    user: USER,
    credentials: { username: USER, password: `${USER}-password` },
    tls: undefined,
  };
  const ports = { dial: dialNats, resolves: async () => true, after: systemClock.after, onStep() {} };
  expect(await testConnection(candidate, ports).outcome).toMatchObject({ kind: "succeeded" });
});
