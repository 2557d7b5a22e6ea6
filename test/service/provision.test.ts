import type { NatsConnection } from "nats";
import { afterEach, beforeEach, expect, test } from "vitest";
import { provision, STREAMS } from "../../main/service/index.ts";
import { type RealBroker, realBroker, SERVICE, USER } from "./real-broker.ts";

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

test("provision - an empty broker gets both streams, and a second run changes nothing", async () => {
  expect(await provision(administrator)).toEqual([
    { stream: "APPROVALS", kind: "created" },
    { stream: "CATALOG", kind: "created" },
  ]);
  expect(await provision(administrator)).toEqual([
    { stream: "APPROVALS", kind: "unchanged" },
    { stream: "CATALOG", kind: "unchanged" },
  ]);
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

test("provision - a writer and an app may not", async () => {
  for (const login of [await real.asWriter(SERVICE), await real.asApp(USER)]) {
    await expect(provision(login)).rejects.toMatchObject({ reason: "permission" });
  }
});
