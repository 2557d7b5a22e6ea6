import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { STREAMS } from "../../../main/contract/streams.ts";
import { createOutbox } from "../../../main/publisher/outbox/open-outbox.ts";
import type { OutboxError } from "../../../main/publisher/outbox/outbox-error.ts";
import type { Outbox } from "../../../main/publisher/outbox/outbox-types.ts";
import { type RealBroker, realBroker, SERVICE, until } from "../../nats/real-broker.ts";

let real: RealBroker;
let directory: string;
let outbox: Outbox;
let errors: OutboxError[];
const delivered: string[] = [];
beforeAll(async () => {
  real = await realBroker();
});
afterAll(() => real.dispose());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "alrimi-refused-"));
  errors = [];
  delivered.length = 0;
  await largest(260);
  outbox = await createOutbox({
    directory,
    service: SERVICE,
    broker: { servers: [real.broker.url], username: SERVICE, password: `${SERVICE}-password` },
    onError: (error) => errors.push(error),
    onDelivered: ({ user }) => delivered.push(user),
  });
});
afterEach(async () => {
  await outbox.close();
  await rm(directory, { recursive: true, force: true });
});

/** The stream refuses larger messages: those about {@link LONG} at 260 bytes. */
async function largest(max_msg_size: number): Promise<void> {
  const administrator = await real.asAdministrator();
  const settings = STREAMS.find(({ name }) => name === "INTAKE");
  const config = { ...settings, num_replicas: 1, max_msg_size };
  const answer = await administrator.request("$JS.API.STREAM.UPDATE.INTAKE", JSON.stringify(config));
  expect(answer.json()).not.toHaveProperty("error");
  await administrator.close();
}
const LONG = "한".repeat(64);

test("outbox - an event that the broker refuses is told once, kept, and tried again; the others go on meanwhile", async () => {
  outbox.submit({ user: LONG, count: 1 });
  await until(() => outbox.stats().failures === 1);
  expect(errors).toMatchObject([{ reason: "broker", cause: { reason: "broker-refused" } }]);
  for (let count = 1; count <= 20; count += 1) {
    outbox.submit({ user: `short-${count}`, count });
    await until(() => delivered.length === count);
  }
  expect(outbox.stats()).toMatchObject({ waiting: 1, inFlight: 1 }); // it pauses, and nobody else does
  await until(() => outbox.stats().failures >= 2, 20_000);
  await largest(16_000);
  await until(() => delivered.includes(LONG), 60_000);
  expect(outbox.stats()).toMatchObject({ waiting: 0 });
});

test("outbox - a pause after a refusal does not outlive the outbox, and the event waits in the folder", async () => {
  outbox.submit({ user: LONG, count: 1 });
  await until(() => outbox.stats().failures === 1);
  await outbox.close();
  await largest(16_000);
  outbox = await createOutbox({
    directory,
    service: SERVICE,
    broker: { servers: [real.broker.url], username: SERVICE, password: `${SERVICE}-password` },
  });
  expect(await outbox.flush()).toBe(true);
});
