import { headers, type NatsConnection } from "nats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCatalog } from "../../../main/admin/catalog.ts";
import { refusals } from "../../../main/admin/check/attempt.ts";
import { heartbeatInfo, heartbeatSettings } from "../../../main/admin/heartbeat.ts";
import { provision } from "../../../main/admin/provision.ts";
import { defined } from "../../../main/contract/defined.ts";
import type { Outcome } from "../../../main/contract/intake.ts";
import { subjectToken } from "../../../main/contract/subject.ts";
import { directGet } from "../../../main/nats/jetstream.ts";
import { HEARTBEAT_API } from "../../../main/nats/jetstream-api.ts";
import { Outcomes } from "../../../main/publisher/outcomes.ts";
import { createPublisher } from "../../../main/publisher/publish.ts";
import { event, GET, mine, others, PUBLISHES, REPLIES, SUBSCRIPTIONS } from "./attempts.ts";
import {
  ADMINISTRATOR,
  type Broker,
  fill,
  KEEPER,
  ME,
  MEAN,
  OTHER,
  OTHER_SERVICE,
  PORTAL,
  SERVICE,
  WAYS,
} from "./ways.ts";

describe.each(Object.entries(WAYS))("with %s credentials", (_way, start) => {
  let broker: Broker;
  let administrator: NatsConnection;
  let app: NatsConnection;
  let other: NatsConnection;
  let writer: NatsConnection;
  /** Retains what no service can. */
  let keeper: NatsConnection;

  beforeAll(async () => {
    broker = await start();
    await fill(broker);
    administrator = await broker.connect(ADMINISTRATOR);
    app = await broker.connect({ role: "app", id: ME });
    other = await broker.connect({ role: "app", id: OTHER });
    writer = await broker.connect({ role: "writer", id: SERVICE });
    keeper = await broker.connect(KEEPER);
  });
  afterAll(async () => {
    await Promise.all([administrator, app, other, writer, keeper].map((connection) => connection?.close()));
    await broker?.dispose();
  });

  /** Everything that is retained: nothing that is refused may change it. */
  const retained = async (): Promise<unknown> => {
    const info = await administrator.request("$JS.API.STREAM.INFO.APPROVALS", '{"subjects_filter":">"}');
    const { state } = info.json<{ state: { last_seq: number; subjects: unknown } }>();
    const event = await directGet(other, "APPROVALS", others());
    const catalog = await readCatalog(administrator);
    const heartbeat = (await heartbeatInfo(administrator))?.config;
    return { last: state.last_seq, subjects: state.subjects, event, catalog, heartbeat };
  };

  test("permissions - an app hears and reads its own person's events and the catalog", async () => {
    const live: string[] = [];
    const refused = await refusals(app, () => {
      app.subscribe("catalog.services");
      app.subscribe("approvals.hong%2Egd.*", { callback: (_error, message) => live.push(message.subject) });
    });
    expect(refused).toEqual([]);
    const read = await directGet(app, "APPROVALS", mine());
    expect(JSON.parse(new TextDecoder().decode(read?.data))).toMatchObject({ user: ME, count: 3 });
    expect(await directGet(app, "APPROVALS", mine("nothing-yet"))).toBeUndefined();
    expect(await directGet(app, "CATALOG", "catalog.services")).toBeDefined();
    await keeper.request(mine(), read?.data);
    await expect.poll(() => live).toEqual([mine()]);
  });

  test("permissions - an app hears the heartbeat", async () => {
    const heard: number[] = [];
    const refused = await refusals(app, () => {
      app.subscribe("alrimi.heartbeat", {
        callback: (_error, { headers }) => heard.push(headers?.code ?? 0),
      });
    });
    expect(refused).toEqual([]);
    expect(await heartbeatInfo(administrator)).toMatchObject({ config: { ...heartbeatSettings() } });
    await provision(administrator, { heartbeatInterval: 100 });
    await expect.poll(() => heard).toContain(100);
    await provision(administrator);
    expect(new Set(heard)).toEqual(new Set([100]));
  });

  test.each(SUBSCRIPTIONS)(
    "permissions - an app may not listen to $subject $queue",
    async ({ subject, queue }) => {
      const refused = await refusals(app, () => {
        app.subscribe(subject, { callback: () => {}, ...defined({ queue }) });
      });
      expect(refused).toEqual([subject]);
    },
  );

  test.each(PUBLISHES)(
    "permissions - an app may not publish $subject $payload",
    async ({ subject, payload }) => {
      const refused = await refusals(app, () =>
        app.publish(subject, payload, { reply: `_TRAY.hong%2Egd.answer` }),
      );
      expect(refused).toEqual([subject]);
    },
  );

  test.each(['{"seq":1}', JSON.stringify({ last_by_subj: others() }), '{"multi_last":["approvals.>"]}', "x"])(
    "permissions - an app that sends %s with its own direct get gets its own event or nothing",
    async (payload) => {
      const answer = await app.request(`${GET}.${mine()}`, payload);
      const from = answer.headers?.get("Nats-Subject");
      expect(from === "" ? answer.data.length : from).toBe(from === "" ? 0 : mine());
    },
  );

  test("permissions - a wildcard in the place of the service reaches a person's own events only", async () => {
    // nats-server lets `>` stand where one token is allowed; there are no longer subjects for it to cover.
    for (const subject of ["approvals.hong%2Egd.*", "approvals.hong%2Egd.>"]) {
      const answer = await app.request(`${GET}.${subject}`);
      const from = answer.headers?.get("Nats-Subject");
      expect(from === "" ? answer.data.length : from?.split(".")[1]).toBe(from === "" ? 0 : "hong%2Egd");
    }
    const heard: string[] = [];
    const subscription = app.subscribe("approvals.hong%2Egd.>", {
      callback: (_error, { subject }) => heard.push(subject),
    });
    await app.flush();
    const own = mine("hr-leave");
    for (const subject of [others(), own]) {
      await keeper.request(
        subject,
        JSON.stringify({ ...JSON.parse(event(subject === own ? ME : OTHER)), sequence: 2000 }),
      );
    }
    await expect.poll(() => heard).toEqual([own]);
    subscription.unsubscribe();
  });

  test("permissions - an answer that an app has sent to where others hear the heartbeat is not one", async () => {
    const heard: number[] = [];
    const subscription = other.subscribe("alrimi.heartbeat", {
      callback: (_error, { headers }) => heard.push(headers?.code ?? 0),
    });
    await other.flush();
    for (const asked of [mine(), mine("nothing-yet"), "approvals.hong%2Egd.*"]) {
      app.publish(`${GET}.${asked}`, "", { reply: "alrimi.heartbeat" });
      await app.request(`${GET}.${mine()}`);
    }
    await other.flush();
    subscription.unsubscribe();
    expect(heard).not.toContain(100);
  });

  test.each(REPLIES)("permissions - an app cannot have an answer sent to %s", async (reply) => {
    const before = await retained();
    for (const asked of [mine(), mine("nothing-yet")]) {
      app.publish(`${GET}.${asked}`, "", { reply });
      await app.request(`${GET}.${asked}`); // answered after the one before
    }
    app.publish("$JS.API.DIRECT.GET.CATALOG.catalog.services", "", { reply });
    await app.request("$JS.API.DIRECT.GET.CATALOG.catalog.services");
    expect(await retained()).toEqual(before);
  });

  test.each([...REPLIES, `outcome.${OTHER_SERVICE}`, `intake.${OTHER_SERVICE}`])(
    "permissions - a writer cannot have an answer sent to %s where it does harm",
    async (reply) => {
      const victim = await broker.connect({ role: "writer", id: OTHER_SERVICE });
      const heard: Outcome[] = [];
      const outcomes = new Outcomes(victim, OTHER_SERVICE);
      for (let intake = 1; intake <= 1_000; intake += 1) outcomes.when(intake, (told) => heard.push(told));
      const intake = `intake.${SERVICE}`;
      const outcome = `outcome.${SERVICE}`;
      const told: string[] = [];
      writer.subscribe(outcome, {
        callback: (_, { data }) => void told.push(new TextDecoder().decode(data)),
      });
      await victim.flush();
      await writer.request(intake, "forged");
      await expect.poll(() => told.length).toBeGreaterThan(0);
      const before = await retained();
      for (const asked of [`refused.${SERVICE}`, "refused.nobody"]) {
        writer.publish(`$JS.API.DIRECT.GET.REFUSED.${asked}`, "", { reply });
      }
      const refusedByCompare = headers();
      refusedByCompare.set("Nats-Expected-Last-Subject-Sequence", "999999999");
      writer.publish(intake, "forged", { reply, headers: refusedByCompare }); // answered, with an error
      writer.publish(intake, "forged", { reply });
      const count = told.length;
      await expect.poll(() => told.length).toBeGreaterThan(count);
      await victim.flush();
      expect(await retained()).toEqual(before);
      expect(heard).toEqual([]);
      await victim.close();
    },
  );

  test("permissions - a service sends its events, hears what became of them, and reads what was refused", async () => {
    const publisher = createPublisher(writer, { outcomeMs: 60_000 });
    expect(await publisher.publish({ user: "someone", service: SERVICE, count: 1 })).toMatchObject({
      outcome: "kept",
    });
    await writer.request(`intake.${SERVICE}`, "no event");
    await expect
      .poll(async () => (await directGet(writer, "REFUSED", `refused.${SERVICE}`))?.data.length)
      .toBeGreaterThan(0);
  });

  test.each([
    mine(),
    `${GET}.${mine()}`,
    mine(OTHER_SERVICE),
    `${GET}.${mine(OTHER_SERVICE)}`,
    `intake.${OTHER_SERVICE}`,
    "intake.*",
    `outcome.${SERVICE}`,
    `refused.${SERVICE}`,
    `$JS.API.DIRECT.GET.REFUSED.refused.${OTHER_SERVICE}`,
    "$JS.API.DIRECT.GET.REFUSED",
    "$JS.API.STREAM.INFO.INTAKE",
    "$JS.API.STREAM.PURGE.INTAKE",
    "$JS.API.STREAM.MSG.GET.INTAKE",
    "$JS.API.CONSUMER.MSG.NEXT.INTAKE.KEEPER",
    "$JS.ACK.INTAKE.KEEPER.1.1.1.1.0",
    "server.lease.keeper",
    "people.directory",
    "people.part.a.0",
    "$JS.API.DIRECT.GET.PEOPLE.people.directory",
    "$JS.API.DIRECT.GET.PEOPLE",
    "$JS.API.STREAM.INFO.PEOPLE",
    "server.heard.hr-leave",
    "$JS.API.DIRECT.GET.SERVER.server.heard.hr-leave",
    "alrimi.keeper",
    `${GET}.approvals.*.*`,
    GET,
    "approvals.*.*",
    "approvals.x.y.z",
    "stored.hong%2Egd.hr-leave",
    "catalog.services",
    "$JS.API.DIRECT.GET.CATALOG.catalog.services",
    "$JS.API.STREAM.INFO.APPROVALS",
    "$JS.API.STREAM.MSG.GET.APPROVALS",
    "$JS.API.STREAM.PURGE.APPROVALS",
    "$JS.API.STREAM.DELETE.APPROVALS",
    ...Object.values(HEARTBEAT_API),
    "alrimi.heartbeat",
    "approvals.HEARTBEAT.HEARTBEAT",
    `$JS.API.CONSUMER.CREATE.APPROVALS.spy.${mine()}`,
    `_WRITER.${OTHER_SERVICE}.x`,
    "_TRAY.hong%2Egd.x",
    "$SYS.REQ.SERVER.PING",
  ])("permissions - a writer may not publish %s", async (subject) => {
    expect(await refusals(writer, () => writer.publish(subject, "{}"))).toEqual([subject]);
  });

  test.each([
    mine(),
    `approvals.*.${SERVICE}`,
    "approvals.>",
    `intake.${SERVICE}`,
    `outcome.${OTHER_SERVICE}`,
    "outcome.*",
    "people.>",
    "alrimi.keeper",
    `_WRITER.${OTHER_SERVICE}.>`,
    "_WRITER.>",
    "_INBOX.>",
    "stored.>",
    "catalog.services",
    "alrimi.heartbeat",
    ">",
  ])("permissions - a writer may not listen to %s", async (subject) => {
    expect(await refusals(writer, () => writer.subscribe(subject, { callback: () => {} }))).toEqual([
      subject,
    ]);
  });

  test("permissions - a writer cannot roll the intake up", async () => {
    const rollup = headers();
    rollup.set("Nats-Rollup", "all");
    const answer = await writer.request(`intake.${SERVICE}`, "x", { headers: rollup, timeout: 30_000 });
    expect(answer.json()).toMatchObject({ error: { description: expect.stringContaining("rollup") } });
  });

  test("permissions - the keeper makes and deletes nothing but its consumer, and hears nothing but catalog and directory", async () => {
    for (const subject of [
      "$JS.API.STREAM.CREATE.APPROVALS",
      "$JS.API.STREAM.UPDATE.APPROVALS",
      "$JS.API.STREAM.DELETE.APPROVALS",
      "$JS.API.STREAM.PURGE.APPROVALS",
      "$JS.API.CONSUMER.CREATE.APPROVALS",
      "$JS.API.CONSUMER.CREATE.INTAKE.OTHER",
      "$JS.API.CONSUMER.CREATE.INTAKE.KEEPER.intake.hr-leave",
      "$JS.API.CONSUMER.DURABLE.CREATE.INTAKE.KEEPER",
      "$JS.API.CONSUMER.DELETE.APPROVALS.HEARTBEAT",
      "$JS.API.STREAM.DELETE.INTAKE",
      "catalog.services",
      "people.directory",
      "people.part.a.0",
      "$JS.API.STREAM.PURGE.PEOPLE",
      "alrimi.heartbeat",
      "alrimi.test.hong%2Egd",
      "stored.hong%2Egd.hr-leave",
    ]) {
      expect(await refusals(keeper, () => keeper.publish(subject, "{}"))).toEqual([subject]);
    }
    for (const subject of [
      "approvals.>",
      "stored.>",
      "intake.>",
      "fleet.>",
      "people.>",
      "_TRAY.>",
      "_WRITER.>",
      ">",
    ]) {
      expect(await refusals(keeper, () => keeper.subscribe(subject, { callback: () => {} }))).toEqual([
        subject,
      ]);
    }
  });

  test("permissions - the portal reads and hears everybody's events, and writes nothing at all", async () => {
    const portal = await broker.connect(PORTAL);
    const heard: string[] = [];
    const allowed = await refusals(portal, () => {
      portal.subscribe("approvals.*.*", { callback: (_error, { subject }) => heard.push(subject) });
      for (const subject of ["catalog.services", "alrimi.heartbeat", "alrimi.keeper"])
        portal.subscribe(subject);
    });
    expect(allowed).toEqual([]);
    for (const subject of [mine(), others()]) {
      const read = await directGet(portal, "APPROVALS", subject);
      await keeper.request(subject, read?.data);
    }
    await expect.poll(() => heard).toEqual([mine(), others()]);
    const before = await retained();
    for (const subject of [
      ...[mine(), "stored.hong%2Egd.hr-leave", "catalog.services", "intake.hr-leave", "outcome.hr-leave"],
      ...[
        "alrimi.keeper",
        "alrimi.heartbeat",
        "alrimi.test.hong%2Egd",
        "fleet.hong%2Egd",
        "people.directory",
      ],
      ...["_TRAY.hong%2Egd.answer", "$JS.API.STREAM.INFO.APPROVALS", "$JS.API.STREAM.MSG.GET.APPROVALS"],
      ...["$JS.API.CONSUMER.CREATE.APPROVALS", "$JS.API.DIRECT.GET.PEOPLE.people.directory"],
    ]) {
      expect(await refusals(portal, () => portal.publish(subject, "{}"))).toEqual([subject]);
    }
    for (const subject of ["fleet.>", "_TRAY.>", "people.>", "alrimi.test.>", "intake.>", ">"]) {
      expect(await refusals(portal, () => portal.subscribe(subject, { callback: () => {} }))).toEqual([
        subject,
      ]);
    }
    expect(await retained()).toEqual(before);
    await portal.close();
  });

  test("permissions - the administrator makes streams and catalogs, and sees nobody's counts", async () => {
    const asked = [
      `${GET}.${mine()}`,
      GET,
      "$JS.API.STREAM.MSG.GET.APPROVALS",
      mine(),
      "$JS.API.STREAM.DELETE.APPROVALS",
      "$JS.API.STREAM.MSG.GET.INTAKE",
      "$JS.API.CONSUMER.MSG.NEXT.INTAKE.KEEPER",
      "$JS.API.DIRECT.GET.REFUSED.refused.hr-leave",
      "intake.hr-leave",
      "outcome.hr-leave",
      "alrimi.keeper",
      "$JS.API.CONSUMER.CREATE.APPROVALS",
      "$JS.API.CONSUMER.CREATE.APPROVALS.HEARTBEAT",
      "$JS.API.CONSUMER.CREATE.APPROVALS.HEARTBEAT.approvals.>",
      "$JS.API.CONSUMER.DURABLE.CREATE.APPROVALS.HEARTBEAT",
      "$JS.API.CONSUMER.MSG.NEXT.APPROVALS.HEARTBEAT",
      "alrimi.heartbeat",
    ];
    for (const subject of asked) {
      expect(await refusals(administrator, () => administrator.publish(subject, "{}"))).toEqual([subject]);
    }
    for (const subject of ["approvals.>", "stored.>", "_TRAY.>", "_WRITER.>", ">"]) {
      const refused = await refusals(administrator, () =>
        administrator.subscribe(subject, { callback: () => {} }),
      );
      expect(refused).toEqual([subject]);
    }
  });

  test.each(MEAN)("permissions - a person whose id is %j reads no more than their own", async (id) => {
    const connection = await broker.connect({ role: "app", id });
    const token = subjectToken(id);
    if (!token.ok) throw new Error(token.detail);
    try {
      const allowed = await refusals(connection, () => {
        connection.subscribe(`approvals.${token.value}.*`, { callback: () => {} });
        connection.publish(`${GET}.approvals.${token.value}.${SERVICE}`);
      });
      expect(allowed).toEqual([]);
      for (const subject of [
        mine(),
        others(),
        "approvals.*.*",
        "approvals.>",
        "approvals.a.b.*",
        "_TRAY.*.>",
        "_TRAY.>",
      ]) {
        const refused = await refusals(connection, () =>
          connection.subscribe(subject, { callback: () => {} }),
        );
        expect(refused).toEqual([subject]);
      }
      for (const subject of [mine(), others(), "approvals.*.*", "approvals.a.b"]) {
        expect(await refusals(connection, () => connection.publish(`${GET}.${subject}`))).toEqual([
          `${GET}.${subject}`,
        ]);
      }
    } finally {
      await connection.close();
    }
  });
});
