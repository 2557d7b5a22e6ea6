import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aboutStream } from "../../main/admin/check/check-streams.ts";
import { heartbeatInfo, heartbeatSettings } from "../../main/admin/heartbeat.ts";
import { provision } from "../../main/admin/provision.ts";
import { STREAMS } from "../../main/contract/streams.ts";
import type { BrokerError } from "../../main/nats/broker-error.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { HEARTBEAT_API } from "../../main/nats/jetstream-api.ts";
import { isOlder } from "../../main/nats/server-version.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { type RealBroker, realBroker, SERVICE, USER, until } from "../nats/real-broker.ts";

let real: RealBroker;
let administrator: NatsConnection;

beforeEach(async () => {
  real = await realBroker({ bare: true });
  administrator = await real.asAdministrator();
});
afterEach(() => real.dispose());

const ask = async (verb: string, stream: string, config: object): Promise<Record<string, unknown>> => {
  const answer = await administrator.request(`$JS.API.STREAM.${verb}.${stream}`, JSON.stringify(config));
  return answer.json<Record<string, unknown>>();
};

const all = (kind: "created" | "unchanged") => [
  ...STREAMS.map(({ name }) => ({ stream: name, kind })),
  { consumer: "HEARTBEAT", kind },
  { consumer: "KEEPER", kind },
];

test("provision - an empty broker gets the streams and the heartbeat, and a second run changes nothing", async () => {
  expect(await provision(administrator)).toEqual(all("created"));
  expect(await provision(administrator)).toEqual(all("unchanged"));
});

test("provision - a broker of a version with fewer streams gets the others, and those that it has stay", async () => {
  const before = STREAMS.filter(({ name }) => name === "APPROVALS" || name === "CATALOG");
  for (const settings of before) await ask("CREATE", settings.name, settings);
  const done = await provision(administrator);
  expect(done.filter((each) => "stream" in each && each.kind === "unchanged")).toEqual([
    { stream: "APPROVALS", kind: "unchanged" },
    { stream: "CATALOG", kind: "unchanged" },
  ]);
  expect(done.filter(({ kind }) => kind === "created")).toHaveLength(done.length - 2);
});

test("provision - an intake of a version without shares gets them, and what waits there stays", async () => {
  const before = STREAMS.find(({ name }) => name === "INTAKE");
  const old = { max_msgs_per_subject: -1, discard_new_per_subject: false, max_bytes: 144 * 1024 ** 2 };
  await ask("CREATE", "INTAKE", { ...before, ...old, max_msg_size: 16 * 1024 });
  const keeper = await real.asKeeper();
  for (const service of ["hr-leave", "hr-leave", "mail"]) await keeper.request(`intake.${service}`, "x");
  const done = await provision(administrator);
  expect(done.find((each) => "stream" in each && each.stream === "INTAKE")).toMatchObject({
    kind: "updated",
  });
  expect(await ask("INFO", "INTAKE", {})).toMatchObject({
    config: { max_msgs_per_subject: 50_000, discard_new_per_subject: true },
    state: { messages: 3 },
  });
  expect((await provision(administrator)).every(({ kind }) => kind === "unchanged")).toBe(true);
});

test("provision - the streams keep one message per subject in files and allow direct gets", async () => {
  await provision(administrator);
  const { config } = await ask("INFO", "APPROVALS", {});
  expect(config).toMatchObject({
    subjects: ["approvals.*.*"],
    max_msgs_per_subject: 1,
    storage: "file",
    discard: "old",
    allow_direct: true,
    num_replicas: 1,
  });
});

test("provision - a setting that differs is updated and told, and other settings stay", async () => {
  await ask("CREATE", "APPROVALS", {
    name: "APPROVALS",
    subjects: ["approvals.*.*"],
    storage: "file",
    retention: "limits",
    discard: "old",
    max_msgs_per_subject: 5,
    max_bytes: 1_000_000,
    num_replicas: 1,
    republish: STREAMS[0]?.republish,
  });
  const [approvals] = await provision(administrator);
  expect(approvals).toMatchObject({ stream: "APPROVALS", kind: "updated" });
  expect(approvals?.kind === "updated" && approvals.changes).toContainEqual({
    field: "max_msgs_per_subject",
    from: 5,
    to: 1,
  });
  const { config } = await ask("INFO", "APPROVALS", {});
  expect(config).toMatchObject({ max_msgs_per_subject: 1, allow_direct: true, max_bytes: 1_000_000 });
});

test("provision - every app hears the heartbeat, also one that came before it, and nobody else does", async () => {
  const app = await real.asApp(USER);
  const heard: { status: number | undefined; length: number }[] = [];
  app.subscribe("alrimi.heartbeat", {
    callback: (_error, { headers, data }) => heard.push({ status: headers?.code, length: data.length }),
  });
  await app.flush();
  await provision(administrator, { heartbeatInterval: 100 });
  await until(() => heard.length > 2);
  expect(heard[0]).toEqual({ status: 100, length: 0 });
  const done = await provision(administrator);
  expect(done.find((each) => "consumer" in each && each.consumer === "HEARTBEAT")).toEqual({
    consumer: "HEARTBEAT",
    kind: "updated",
    changes: [{ field: "idle_heartbeat", from: 100_000_000, to: 15_000_000_000 }],
  });
});

test("provision - the heartbeat's consumer delivers nothing, and cannot be made to", async () => {
  await provision(administrator, { heartbeatInterval: 100 });
  const app = await real.asApp(USER);
  let events = 0;
  app.subscribe("alrimi.heartbeat", {
    callback: (_error, { headers }) => {
      if (headers?.code !== 100) events += 1;
    },
  });
  await app.flush();
  const publisher = createPublisher(await real.asWriter(SERVICE));
  for (const user of [USER, "heartbeat"]) await publisher.publish({ user, service: SERVICE, count: 1 });
  const info = await heartbeatInfo(administrator);
  expect(info).toMatchObject({ delivered: { consumer_seq: 0 }, num_pending: 0 });
  expect(events).toBe(0);
  // The administrator may ask for this consumer, with this filter, and with no other.
  for (const filter_subject of ["approvals.>", ">", `approvals.*.${SERVICE}`, ""]) {
    const config = {
      ...heartbeatSettings(),
      name: "HEARTBEAT",
      filter_subject,
      deliver_subject: "_ADMIN.spy",
    };
    const request = JSON.stringify({ stream_name: "APPROVALS", config });
    const answer = await administrator.request(HEARTBEAT_API.create, request);
    expect(answer.json()).toMatchObject({ error: { code: 400 } });
  }
  expect(await heartbeatInfo(administrator)).toMatchObject({ config: { ...heartbeatSettings(100) } });
});

test("provision - a stream in memory is refused in words, and the other stream is not touched", async () => {
  await ask("CREATE", "CATALOG", {
    name: "CATALOG",
    subjects: ["catalog.>"],
    storage: "memory",
    num_replicas: 1,
  });
  await expect(provision(administrator)).rejects.toMatchObject({
    reason: "cannot-change",
    message: expect.stringContaining('storage ("memory" → "file")'),
  });
  expect(await ask("INFO", "APPROVALS", {})).toMatchObject({ error: { err_code: 10059 } });
});

test("provision - replicas without a cluster are refused with the broker's words", async () => {
  await expect(provision(administrator, { replicas: 3 })).rejects.toMatchObject({
    reason: "broker-refused",
    message: expect.stringContaining("replicas"),
  });
});

test("provision - a server of its own that was made to promise three copies is found out, and set back to one", async () => {
  await provision(administrator);
  const [approvals] = STREAMS;
  if (approvals === undefined) throw new Error("no streams");
  const look = () =>
    aboutStream(administrator, approvals, { replicas: 3, fullAt: 80 }, ({ message }) => message);
  const answer = await ask("UPDATE", approvals.name, { ...approvals, num_replicas: 3 });
  const isRefused = "error" in answer; // by 2.15.1, as it should be
  if (!isRefused) {
    const alone = { level: "bad", code: "stream-copies-missing", stream: approvals.name, is: 1, should: 3 };
    expect(await look()).toEqual([alone]);
  }
  await expect(provision(administrator, { replicas: 3 })).rejects.toMatchObject({ reason: "broker-refused" });
  const [first] = await provision(administrator, { replicas: 1 });
  expect(first).toMatchObject({ kind: isRefused ? "unchanged" : "updated" });
  expect(await look()).toMatchObject([{ code: "stream-replicas", is: 1 }]);
});

test("provision - what it says to do about a setting that is fixed for life helps", async () => {
  await ask("CREATE", "CATALOG", { name: "CATALOG", subjects: ["catalog.>"], storage: "memory" });
  await expect(provision(administrator)).rejects.toMatchObject({
    message: expect.stringContaining("delete its store_dir"),
  });
  await real.broker.kill();
  await rm(join(real.folder, "broker", "streams"), { recursive: true });
  await real.broker.restart();
  expect(await provision(await real.asAdministrator())).toEqual(all("created"));
});

test("provision - in a cluster that is not three servers it asks for three, or for restarts, in words", async () => {
  const url = await real.saidToBe({ version: "2.10.0", cluster: "two" });
  const login = { username: "admin", password: "admin-password", inboxPrefix: "_ADMIN" };
  const connection = await connectBroker({ servers: [url], ...login });
  await expect(provision(connection)).rejects.toMatchObject({
    reason: "too-few-servers",
    message: expect.stringMatching(/three servers that run.*restart them one after another/),
  });
  expect(await provision(connection, { replicas: 1 })).toEqual(all("created"));
  await connection.close();
});

test("provision - who makes the streams could have events sent to themselves: the administrator has to be trusted", async () => {
  const [approvals] = STREAMS;
  const republish = { src: "approvals.*.*", dest: "_ADMIN.spy.{{wildcard(1)}}.{{wildcard(2)}}" };
  await ask("CREATE", "APPROVALS", { ...approvals, num_replicas: 1, republish });
  const seen: string[] = [];
  administrator.subscribe("_ADMIN.spy.>", { callback: (_error, { subject }) => seen.push(subject) });
  await administrator.flush();
  await (await real.asKeeper()).request(`approvals.hong%2Egd.${SERVICE}`, "{}");
  await until(() => seen.length > 0);
  // It shows: broker check and provision compare the setting. From 2.10 on a server takes the change back.
  const told = await provision(administrator).catch((error: BrokerError) => error.reason);
  const changes = [{ field: "republish", from: republish, to: approvals?.republish }];
  expect(told).toEqual(
    isOlder(administrator.info?.version ?? "", 2, 10)
      ? "cannot-change"
      : expect.arrayContaining([{ stream: "APPROVALS", kind: "updated", changes }]),
  );
});

test("provision - a writer and an app may not", async () => {
  for (const login of [await real.asWriter(SERVICE), await real.asApp(USER)]) {
    await expect(provision(login)).rejects.toMatchObject({ reason: "permission" });
  }
});
