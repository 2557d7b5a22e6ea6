import { expect, test } from "vitest";
import type { OutboxError } from "../../../main/publisher/outbox/outbox-error.ts";
import { until } from "../../nats/real-broker.ts";
import { outboxScene } from "./outbox-scene.ts";

const scene = outboxScene();

test("outbox - with the broker down at the start it opens, keeps, says why once, and delivers later", async () => {
  const { user } = scene;
  await scene.broker.kill();
  const errors: OutboxError[] = [];
  const outbox = await scene.open({ onError: (error) => errors.push(error) });
  outbox.submit({ user, count: 4 });
  await until(() => outbox.stats().failures >= 2, 20_000);
  expect(errors).toMatchObject([{ reason: "broker", cause: { reason: "unreachable" } }]);
  expect(await outbox.flush(1)).toBe(false);
  await scene.broker.restart();
  expect(await outbox.flush()).toBe(true);
  await scene.keeps(user, 4);
});

test("outbox - wrong credentials are told by their name, and nothing is lost", async () => {
  const { user } = scene;
  const errors: OutboxError[] = [];
  const wrong = await scene.open({ broker: scene.login("wrong"), onError: (error) => errors.push(error) });
  wrong.submit({ user, count: 4 });
  await until(() => errors.length > 0, 20_000);
  expect(errors[0]).toMatchObject({ reason: "broker", cause: { reason: "authorization" } });
  expect(errors[0]?.message).toContain("refused the login");
  await wrong.close();
  const right = await scene.open();
  expect(right.stats()).toMatchObject({ waiting: 1 });
  expect(await right.flush()).toBe(true);
  await scene.keeps(user, 4);
});

test("outbox - a broker that is frozen is given up, and after it thaws the event arrives", async () => {
  const { user } = scene;
  const outbox = await scene.open();
  outbox.submit({ user, count: 1 });
  await outbox.flush();
  scene.broker.freeze();
  try {
    outbox.submit({ user, count: 2 });
    await until(() => !outbox.stats().isConnected, 20_000);
  } finally {
    scene.broker.thaw();
  }
  expect(await outbox.flush()).toBe(true);
  await scene.keeps(user, 2);
});

test("outbox - the broker is killed five times while thousands are submitted, and the newest of each is retained", async () => {
  const outbox = await scene.open();
  const people = Array.from({ length: 200 }, (_, index) => `load-${index}`);
  let sequence = 0;
  const submitAll = (): void => {
    for (const person of people) {
      sequence += 1;
      outbox.submit({ user: person, count: sequence % 1000, sequence });
    }
  };
  for (let round = 0; round < 5; round += 1) {
    const before = outbox.stats().delivered;
    submitAll();
    await until(() => outbox.stats().delivered > before, 30_000); // in the midst of it
    await scene.broker.kill();
    for (let times = 0; times < 5; times += 1) submitAll();
    await scene.broker.restart();
    submitAll();
  }
  submitAll();
  expect(await outbox.flush(60_000)).toBe(true);
  const last = BigInt(sequence);
  await expect
    .poll(async () => (await scene.retainedOfAll(people)).map((event) => event?.sequence))
    .toEqual(people.map((_, index) => last - BigInt(people.length - 1 - index)));
  expect(outbox.stats()).toMatchObject({ waiting: 0, refused: 0 });
});
