import type { MsgHdrs, NatsConnection } from "nats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putCatalog } from "../../../main/admin/catalog.ts";
import { provision } from "../../../main/admin/provision.ts";
import { formatKeeperHeartbeat, KEEPER_SUBJECT } from "../../../main/contract/keeper-heartbeat.ts";
import { HEARTBEAT_API } from "../../../main/nats/jetstream-api.ts";
import {
  ADMINISTRATOR,
  type Broker,
  fill,
  KEEPER,
  ME,
  OTHER,
  OTHER_SERVICE,
  SERVICE,
  WAYS,
} from "../../admin/kit/ways.ts";
import { bytesOf, wireOf } from "../../contract/events.ts";
import { realBroker } from "../../nats/real-broker.ts";
import { Attacker, FORGED_CATALOG, FORGED_EVENT, FORGED_HEADERS } from "./attacker.ts";
import { Victim } from "./victim.ts";

/**
 * What another person's app can do to this one, even where whoever has it can retain what they like as an own event:
 * nothing.
 */

const MINUTE = 60_000;
/** Where this person's app listens. */
const TARGETS = [
  "catalog.services",
  `approvals.hong%2Egd.${SERVICE}`,
  "approvals.hong%2Egd.forged",
  "alrimi.heartbeat",
  "alrimi.keeper",
  "_TRAY.hong%2Egd.x",
];

const CATALOG = {
  services: [SERVICE, OTHER_SERVICE].map((id) => ({
    id,
    name: { en: id },
    url: `https://${id}.example.com/`,
  })),
};

describe.each(Object.entries(WAYS))("with %s credentials", (_way, start) => {
  let broker: Broker;
  let administrator: NatsConnection;
  let attacker: Attacker;
  let keeper: NatsConnection;
  let sequence = 1_000_000;

  beforeAll(async () => {
    broker = await start();
    await fill(broker);
    administrator = await broker.connect(ADMINISTRATOR);
    await putCatalog(administrator, bytesOf(CATALOG));
    await stopHeartbeat();
    attacker = new Attacker(await broker.connect({ role: "app", id: OTHER }), await broker.connect(KEEPER));
    keeper = await broker.connect(KEEPER);
  });
  afterAll(async () => {
    await Promise.all([administrator?.close(), attacker?.close(), keeper?.close()]);
    await broker?.dispose();
  });

  const stopHeartbeat = async (): Promise<void> => {
    await administrator.request(HEARTBEAT_API.remove, "", { timeout: 30_000 });
  };

  const withVictim = async (use: (victim: Victim) => Promise<void>): Promise<void> => {
    const victim = new Victim(broker.address({ role: "app", id: ME }));
    try {
      await expect.poll(() => victim.state).toBe("fresh");
      await victim.pass(10_000); // the notices of the start are over
      await use(victim);
    } finally {
      await victim.stop();
    }
  };

  /** A true event comes after everything that was sent before it. */
  const caughtUp = async (victim: Victim): Promise<void> => {
    sequence++;
    const count = sequence % 1_000;
    const event = wireOf({ service: SERVICE, user: ME, count, sequence });
    await keeper.request(`approvals.hong%2Egd.${SERVICE}`, bytesOf(event), { timeout: 30_000 });
    await expect.poll(() => victim.count(SERVICE)).toBe(count);
  };

  test.each(Object.entries(FORGED_HEADERS))(
    "forgery - another person's stored event with %s changes nothing, wherever it is sent",
    async (_what, headers) => {
      await withVictim(async (victim) => {
        await caughtUp(victim);
        await victim.pass(10_000);
        const before = victim.seen;
        const log = victim.app.log.length;
        for (const payload of [FORGED_CATALOG, FORGED_EVENT, ""]) {
          await attacker.store(payload, headers);
          for (const target of TARGETS) await attacker.send(target);
        }
        await keeper.flush();
        await victim.pass(500, 100);
        expect(victim.seen).toEqual(before);
        await caughtUp(victim);
        await victim.pass(5 * MINUTE, 5_000); // a heartbeat that was taken for one would be missed by now
        await expect.poll(() => victim.state).toBe("fresh");
        const after = victim.seen as typeof before & { counts: string[]; notices: string[] };
        expect({ ...after, counts: [], notices: [] }).toEqual({
          ...(before as object),
          counts: [],
          notices: [],
        });
        expect(after.counts).toEqual([`${OTHER_SERVICE} 3`, `${SERVICE} ${sequence % 1_000}`]);
        expect(JSON.stringify(after)).not.toMatch(/666|evil|orged/);
        expect(victim.dials).toBe(1);
        expect(victim.app.log.filter((line) => line.startsWith("link:"))).toEqual([]);
        expect(victim.app.log.length - log).toBeLessThan(10);
      });
    },
  );

  test.each(Object.entries(FORGED_HEADERS))(
    "forgery - an event that is retained with %s disturbs neither the connection nor the other services",
    async (_what, headers) => {
      const raw = { encode: () => Buffer.from(headers, "latin1") } as unknown as MsgHdrs;
      const own = `approvals.hong%2Egd.${OTHER_SERVICE}`;
      await keeper.request(own, "", { timeout: 30_000, ...(headers === "" ? {} : { headers: raw }) });
      await withVictim(async (victim) => {
        await caughtUp(victim);
        await victim.pass(MINUTE, 5_000);
        expect([victim.state, victim.dials, victim.count(OTHER_SERVICE)]).toEqual(["fresh", 1, undefined]);
        const event = wireOf({ service: OTHER_SERVICE, user: ME, count: 3, sequence: ++sequence });
        await keeper.request(own, bytesOf(event));
        await expect.poll(() => victim.count(OTHER_SERVICE)).toBe(3);
      });
    },
  );

  test("forgery - a hundred hints at a changed catalog lead to one reading a minute, and no line of the log each", async () => {
    await attacker.store(FORGED_CATALOG);
    await withVictim(async (victim) => {
      const [reads, log] = [victim.reads.length, victim.app.log.length];
      for (const target of TARGETS) await attacker.send(target, 34);
      await caughtUp(victim);
      await victim.pass(2 * MINUTE - 1_000);
      expect(victim.reads.slice(reads).length).toBeLessThanOrEqual(2);
      expect(victim.app.log.length - log).toBeLessThan(10);
    });
  });

  test("forgery - a catalog that did change is read, also after a hundred forged ones", async () => {
    await withVictim(async (victim) => {
      await attacker.store(FORGED_CATALOG);
      await attacker.send("catalog.services", 100);
      const services = [...CATALOG.services, { id: "added", name: { en: "Added" } }];
      await putCatalog(administrator, bytesOf({ services }));
      await victim.pass(MINUTE + 10_000);
      const ids = (): string[] => victim.app.hub.situation.catalog.map(({ id }) => id);
      await expect.poll(ids).toEqual([SERVICE, OTHER_SERVICE, "added"]);
      await putCatalog(administrator, bytesOf(CATALOG));
    });
  });

  test("forgery - where the broker's heartbeat has ended, a forged one does not make the counts sure", async () => {
    await provision(administrator, { heartbeatInterval: 100 });
    await withVictim(async (victim) => {
      await expect.poll(() => victim.app.clock.pending > 0).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 300)); // some heartbeats
      await stopHeartbeat();
      await victim.pass(53_000);
      expect(victim.state).toBe("stale");
      for (const headers of Object.values(FORGED_HEADERS)) {
        await attacker.store(FORGED_EVENT, headers);
        await attacker.send("alrimi.heartbeat");
      }
      expect(victim.app.log).not.toContain("broker: the heartbeat is heard again");
      expect(victim.state).toBe("stale");
    });
  });
});

test("forgery - no answer of the broker makes counts late, or late counts current, in a keeper's name", async () => {
  await using real = await realBroker({ withoutKeeper: true });
  const keeper = await real.asKeeper();
  const attacker = new Attacker(await real.asApp(OTHER), await real.asKeeper());
  const login = { username: ME, password: `${ME}-password` };
  const victim = new Victim({ servers: [real.broker.url], credentials: login, tls: undefined });
  const saying = (oldestWaiting: number): string =>
    formatKeeperHeartbeat({ keeper: "x", isActive: true, oldestWaiting, waiting: 1 });
  const forge = async (word: string): Promise<void> => {
    for (const headers of Object.values(FORGED_HEADERS)) {
      await attacker.store(word, headers);
      await attacker.send(KEEPER_SUBJECT);
    }
    await victim.pass(500, 100);
  };
  try {
    await expect.poll(() => victim.state).toBe("fresh");
    await forge(saying(10 * MINUTE));
    expect(victim.state).toBe("fresh");
    keeper.publish(KEEPER_SUBJECT, saying(10 * MINUTE));
    await expect.poll(() => victim.state).toBe("stale");
    await forge(saying(0));
    expect(victim.state).toBe("stale");
    keeper.publish(KEEPER_SUBJECT, saying(0));
    await expect.poll(() => victim.app.log).toContain("keeper: nothing waits for long any more");
  } finally {
    await victim.stop();
  }
});
