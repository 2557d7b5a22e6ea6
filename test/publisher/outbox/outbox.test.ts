import { closeSync, openSync, writeSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SentEvent } from "../../../main/contract/event.ts";
import type { Outcome } from "../../../main/contract/intake.ts";
import type { OutboxError } from "../../../main/publisher/outbox/outbox-error.ts";
import { until } from "../../nats/real-broker.ts";
import { NOWHERE, outboxScene } from "./outbox-scene.ts";

const scene = outboxScene();

test("outbox - what is submitted is delivered, and then nothing waits", async () => {
  const { user } = scene;
  const delivered: SentEvent[] = [];
  const outcomes: Outcome[] = [];
  const outbox = await scene.open({
    onDelivered: (event) => delivered.push(event),
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  expect(outbox.stats().lastDeliveredAt).toBeUndefined();
  expect(outbox.submit({ user, count: 3 })).toEqual({ kind: "accepted", isSaved: true });
  expect(await outbox.flush()).toBe(true);
  expect(delivered).toMatchObject([{ user, count: 3 }]);
  await until(() => outcomes.length === 1);
  expect(outcomes).toMatchObject([{ outcome: "kept", event: { user } }]);
  expect(await scene.retainedOf(user)).toMatchObject({ count: 3 });
  expect(outbox.stats()).toMatchObject({
    waiting: 0,
    waitingBytes: 0,
    delivered: 1,
    oldestMs: 0,
    failures: 0,
    lastDeliveredAt: expect.any(Number),
    kept: 1,
  });
});

test("outbox - of many submits for one person the newest goes out, in order, and the rest may be skipped", async () => {
  const { user } = scene;
  const counts: number[] = [];
  const outbox = await scene.open({ onDelivered: ({ count }) => counts.push(count) });
  for (let count = 1; count <= 500; count += 1) {
    outbox.submit({ user, count });
    if (count % 50 === 0) await new Promise(setImmediate);
  }
  await outbox.flush();
  await scene.keeps(user, 500);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(outbox.stats()).toMatchObject({ accepted: 500, waiting: 0 });
});

test("outbox - a lower sequence than one that waits, or that is kept, changes nothing, and is told once", async () => {
  const { user } = scene;
  const errors: OutboxError[] = [];
  const outbox = await scene.open({ onError: (error) => errors.push(error) });
  outbox.submit({ user, count: 5, sequence: 5 });
  expect(outbox.submit({ user, count: 4, sequence: 4 })).toEqual({ kind: "superseded" });
  expect(outbox.submit({ user, count: 1, sequence: 1, epoch: 1 })).toMatchObject({ kind: "accepted" });
  await outbox.flush();
  await scene.keeps(user, 1);
  for (const sequence of [9, 10]) {
    outbox.submit({ user, count: 9, sequence });
    await outbox.flush();
  }
  await until(() => outbox.stats().wentBack === 2);
  expect(await scene.retainedOf(user)).toMatchObject({ count: 1, epoch: 1 });
  expect(errors).toMatchObject([{ reason: "sequence-went-back" }]);
});

test("outbox - bad input, a closed outbox and a callback that throws are values, never a throw", async () => {
  const { user } = scene;
  const outbox = await scene.open({
    onDelivered: () => {
      throw new Error("a mistake of the service");
    },
    onError: () => {
      throw new Error("another one");
    },
  });
  const hostile = [
    undefined,
    null,
    3,
    {},
    { user: "" },
    { user, count: -1 },
    { user, count: 3n },
  ] as unknown[];
  const throwing = {
    user,
    get count(): number {
      throw new Error("no");
    },
  };
  for (const input of [...hostile, throwing]) {
    expect(outbox.submit(input as { user: string; count: number })).toMatchObject({ kind: "refused" });
  }
  outbox.submit({ user, count: 1 });
  expect(await outbox.flush()).toBe(true);
  await outbox.close();
  expect(outbox.submit({ user, count: 2 })).toMatchObject({ kind: "refused", reason: "closed" });
  expect(await outbox.flush()).toBe(true);
});

test("outbox - a full one refuses another person, and still takes the newest of those who wait", async () => {
  const outbox = await scene.open({ broker: NOWHERE, maxEntries: 2 });
  outbox.submit({ user: "one", count: 1 });
  outbox.submit({ user: "two", count: 1 });
  expect(outbox.submit({ user: "three", count: 1 })).toMatchObject({ kind: "refused", reason: "full" });
  expect(outbox.submit({ user: "two", count: 2 })).toEqual({ kind: "accepted", isSaved: true });
  expect(outbox.stats()).toMatchObject({ waiting: 2, full: 1, refused: 1 });
  await outbox.close();
  const bytes = await scene.open({ broker: NOWHERE, maxBytes: 250 });
  expect(bytes.submit({ user: "three", count: 1 })).toMatchObject({ kind: "refused", reason: "full" });
});

test("outbox - its bound is in bytes, also where a letter takes three", async () => {
  const { directory } = scene;
  const outbox = await scene.open({ broker: NOWHERE });
  outbox.submit({ user: "가나다라마바사아자차카타파하", count: 1 });
  await outbox.close();
  const name = (await readdir(directory)).find((each) => each.endsWith(".log")) ?? "";
  const { length } = await readFile(join(directory, name));
  const again = await scene.open({ broker: NOWHERE });
  expect(again.stats()).toMatchObject({ waiting: 1, waitingBytes: length });
});

test("outbox - an event that lay in the folder gives way to what another instance sent later", async () => {
  const { directory, user } = scene;
  const first = await scene.open({ broker: NOWHERE });
  first.submit({ user, count: 1 });
  await first.close();
  const other = await scene.open({ directory: join(directory, "other") }); // another instance, meanwhile
  other.submit({ user, count: 9 });
  await other.flush();
  await scene.keeps(user, 9);
  const again = await scene.open();
  await again.flush();
  await until(() => again.stats().older === 1);
  expect(await scene.retainedOf(user)).toMatchObject({ count: 9 });
});

/** Milliseconds that a write of an event's size takes, without anything else. */
function writeTime(file: string): number {
  const handle = openSync(file, "w");
  const times = 1000;
  const from = performance.now();
  for (let written = 0; written < times; written += 1) writeSync(handle, "x".repeat(200));
  closeSync(handle);
  return (performance.now() - from) / times;
}

test("outbox - thousands of submits a second leave the event loop free", async () => {
  const { directory } = scene;
  const outbox = await scene.open();
  let worst = 0;
  let took = 0;
  for (let turn = 0; turn < 100; turn += 1) {
    const from = performance.now();
    for (let sent = 0; sent < 50; sent += 1) outbox.submit({ user: `q${sent}`, count: turn });
    took += performance.now() - from;
    worst = Math.max(worst, performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  console.log(`submit: ${((took * 1000) / 5000).toFixed(0)} µs each, worst 50 in ${worst.toFixed(1)} ms`);
  // As much as some writes of a file take on this machine, and no answer of the broker.
  expect(took / 5000).toBeLessThan(100 * writeTime(join(directory, "floor")));
  expect(await outbox.flush()).toBe(true);
});
