import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type ApprovalEvent, parseEvent } from "../../../main/contract/event.ts";
import { directGet } from "../../../main/nats/jetstream.ts";
import { createOutbox, type OutboxOptions } from "../../../main/publisher/outbox/open-outbox.ts";
import type { OutboxError } from "../../../main/publisher/outbox/outbox-error.ts";
import type { Delivered, Outbox } from "../../../main/publisher/outbox/outbox-types.ts";
import { type RealBroker, realBroker, SERVICE, until } from "../../nats/real-broker.ts";

let real: RealBroker;
beforeAll(async () => {
  real = await realBroker();
});
afterAll(() => real.dispose());

let directory: string;
let users = 0;
let user: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "alrimi-outbox-"));
  user = `user-${++users}`;
});
const opened: Outbox[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(opened.splice(0).map((outbox) => outbox.close()));
  await rm(directory, { recursive: true, force: true });
});

const login = (password = `${SERVICE}-password`) => ({
  servers: [real.broker.url],
  username: SERVICE,
  password,
  timeoutMs: 1000,
});
/** Nothing listens there. */
const NOWHERE = { servers: ["nats://127.0.0.1:9"] };

async function open(options: Partial<OutboxOptions> = {}): Promise<Outbox> {
  const outbox = await createOutbox({
    directory,
    service: SERVICE,
    broker: login(),
    requestTimeoutMs: 500,
    ...options,
  });
  opened.push(outbox);
  return outbox;
}

async function retainedOf(person: string): Promise<ApprovalEvent | undefined> {
  const writer = await real.asWriter();
  try {
    const subject = `approvals.${person}.${SERVICE}`;
    const message = await directGet(writer, "APPROVALS", subject);
    const event = message === undefined ? undefined : parseEvent(subject, message.data);
    return event?.ok ? event.value : undefined;
  } finally {
    await writer.close();
  }
}

async function retainedOfAll(people: readonly string[]): Promise<(bigint | undefined)[]> {
  const writer = await real.asWriter();
  try {
    const messages = await Promise.all(
      people.map((person) => directGet(writer, "APPROVALS", `approvals.${person}.${SERVICE}`)),
    );
    return messages.map((message, index) => {
      const event = parseEvent(`approvals.${people[index]}.${SERVICE}`, message?.data ?? new Uint8Array());
      return event.ok ? event.value.sequence : undefined;
    });
  } finally {
    await writer.close();
  }
}

test("outbox - what is submitted is delivered, and then nothing waits", async () => {
  const delivered: Delivered[] = [];
  const outbox = await open({ onDelivered: (event) => delivered.push(event) });
  expect(outbox.submit({ user, count: 3 })).toEqual({ kind: "accepted", isSaved: true });
  expect(await outbox.flush()).toBe(true);
  expect(await retainedOf(user)).toMatchObject({ count: 3, sequence: 1n });
  expect(delivered).toMatchObject([{ kind: "published", event: { count: 3 } }]);
  expect(outbox.stats()).toMatchObject({
    waiting: 0,
    waitingBytes: 0,
    delivered: 1,
    oldestMs: 0,
    failures: 0,
  });
});

test("outbox - of many submits for one person the newest goes out, in order, and the rest may be skipped", async () => {
  const counts: number[] = [];
  const outbox = await open({ onDelivered: ({ event }) => counts.push(event.count) });
  for (let count = 1; count <= 500; count += 1) {
    outbox.submit({ user, count });
    if (count % 50 === 0) await new Promise(setImmediate);
  }
  await outbox.flush();
  expect(await retainedOf(user)).toMatchObject({ count: 500 });
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(outbox.stats()).toMatchObject({ accepted: 500, waiting: 0 });
});

test("outbox - a lower sequence than one that waits, or that the broker holds, changes nothing", async () => {
  const outbox = await open();
  outbox.submit({ user, count: 5, sequence: 5 });
  expect(outbox.submit({ user, count: 4, sequence: 4 })).toEqual({ kind: "superseded" });
  expect(outbox.submit({ user, count: 1, sequence: 1, epoch: 1 })).toMatchObject({ kind: "accepted" });
  await outbox.flush();
  outbox.submit({ user, count: 9, sequence: 9 });
  await outbox.flush();
  expect(await retainedOf(user)).toMatchObject({ count: 1, epoch: 1 });
  expect(outbox.stats()).toMatchObject({ outdated: 1 });
});

test("outbox - bad input, a closed outbox and a callback that throws are values, never a throw", async () => {
  const outbox = await open({
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

test("outbox - with the broker down at the start it opens, keeps, says why once, and delivers later", async () => {
  await real.broker.kill();
  const errors: OutboxError[] = [];
  const outbox = await open({ onError: (error) => errors.push(error) });
  outbox.submit({ user, count: 4 });
  await until(() => outbox.stats().failures >= 2, 20_000);
  expect(errors).toMatchObject([{ reason: "broker", cause: { reason: "unreachable" } }]);
  expect(await outbox.flush(1)).toBe(false);
  await real.broker.restart();
  expect(await outbox.flush()).toBe(true);
  expect(await retainedOf(user)).toMatchObject({ count: 4 });
});

test("outbox - wrong credentials are told by their name, and nothing is lost", async () => {
  const errors: OutboxError[] = [];
  const wrong = await open({ broker: login("wrong"), onError: (error) => errors.push(error) });
  wrong.submit({ user, count: 4 });
  await until(() => errors.length > 0, 20_000);
  expect(errors[0]).toMatchObject({ reason: "broker", cause: { reason: "authorization" } });
  expect(errors[0]?.message).toContain("refused the login");
  await wrong.close();
  const right = await open();
  expect(right.stats()).toMatchObject({ waiting: 1 });
  expect(await right.flush()).toBe(true);
  expect(await retainedOf(user)).toMatchObject({ count: 4 });
});

test("outbox - a broker that is frozen is given up, and after it thaws the event arrives", async () => {
  const outbox = await open();
  outbox.submit({ user, count: 1 });
  await outbox.flush();
  real.broker.freeze();
  try {
    outbox.submit({ user, count: 2 });
    await until(() => !outbox.stats().isConnected, 20_000);
  } finally {
    real.broker.thaw();
  }
  expect(await outbox.flush()).toBe(true);
  expect(await retainedOf(user)).toMatchObject({ count: 2 });
});

test("outbox - the broker is killed five times while thousands are submitted, and the newest of each is retained", async () => {
  const outbox = await open();
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
    await real.broker.kill();
    for (let times = 0; times < 5; times += 1) submitAll();
    await real.broker.restart();
    submitAll();
  }
  submitAll();
  expect(await outbox.flush(60_000)).toBe(true);
  const last = BigInt(sequence);
  expect(await retainedOfAll(people)).toEqual(
    people.map((_, index) => last - BigInt(people.length - 1 - index)),
  );
  expect(outbox.stats()).toMatchObject({ waiting: 0, refused: 0 });
});

test("outbox - the process is killed under load four times, and everything it accepted arrives", async () => {
  const accepted = new Map<string, number>();
  let highest = 0;
  for (let round = 0; round < 4; round += 1) {
    const script = join(import.meta.dirname, "outbox-process.ts");
    const args = ["--import", "tsx", script, directory, real.broker.url, SERVICE, "100", String(highest + 1)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    const gone = once(child, "close");
    let lines = 0;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [person = "", sequence] = line.split(" ");
      if (sequence === undefined || sequence === "") return; // torn: it was killed while it spoke
      lines += 1;
      highest = Math.max(highest, Number(sequence));
      accepted.set(person, Math.max(accepted.get(person) ?? 0, Number(sequence)));
    });
    if (round === 2) await real.broker.kill(); // what it accepts in this round is in the folder only
    await until(() => lines > 2000, 30_000);
    child.kill("SIGKILL");
    await gone;
    if (round === 2) await real.broker.restart();
  }
  const outbox = await open(); // the dead one's lock is no lock
  expect(await outbox.flush(60_000)).toBe(true);
  const people = [...accepted.keys()];
  const retained = await retainedOfAll(people);
  const missing = people.filter(
    (person, index) => (retained[index] ?? 0n) < BigInt(accepted.get(person) ?? 0),
  );
  expect(missing).toEqual([]);
});

test("outbox - a file cut off anywhere opens, and keeps what stands before the cut", async () => {
  const first = await open({ broker: NOWHERE });
  for (let count = 1; count <= 20; count += 1) first.submit({ user: `${user}-${count}`, count });
  await first.close();
  const [log = ""] = (await readdir(directory)).filter((name) => name.endsWith(".log"));
  const content = await readFile(join(directory, log));
  for (let size = content.length; size >= 0; size -= 37) {
    const copy = join(directory, `cut-${size}`);
    await mkdir(copy);
    await writeFile(join(copy, log), content);
    await truncate(join(copy, log), size);
    const outbox = await open({ directory: copy, broker: NOWHERE });
    const whole = content.subarray(0, size).toString().split("\n").length - 1;
    expect(outbox.stats().waiting).toBe(whole);
    await outbox.close();
  }
});

test("outbox - damaged lines are told, kept aside, and cost no other line", async () => {
  const first = await open({ broker: NOWHERE });
  for (const name of ["a", "b", "c"]) first.submit({ user: `${user}-${name}`, count: 1 });
  await first.close();
  const [log = ""] = (await readdir(directory)).filter((name) => name.endsWith(".log"));
  const text = await readFile(join(directory, log), "utf8");
  await writeFile(join(directory, log), text.replace(`${user}-b`, `${user}-X`));
  await appendFile(join(directory, log), "\0\0\0\0\0\0");
  const errors: OutboxError[] = [];
  const second = await open({ onError: (error) => errors.push(error) });
  expect(errors).toMatchObject([{ reason: "damaged" }]);
  expect(await readdir(directory)).toContain("damaged");
  await second.flush();
  expect(await retainedOf(`${user}-a`)).toMatchObject({ count: 1 });
  expect(await retainedOf(`${user}-c`)).toMatchObject({ count: 1 });
});

test("outbox - a full one refuses another person, and still takes the newest of those who wait", async () => {
  const outbox = await open({ broker: NOWHERE, maxEntries: 2 });
  outbox.submit({ user: "one", count: 1 });
  outbox.submit({ user: "two", count: 1 });
  expect(outbox.submit({ user: "three", count: 1 })).toMatchObject({ kind: "refused", reason: "full" });
  expect(outbox.submit({ user: "two", count: 2 })).toEqual({ kind: "accepted", isSaved: true });
  expect(outbox.stats()).toMatchObject({ waiting: 2, full: 1, refused: 1 });
  await outbox.close();
  const bytes = await open({ broker: NOWHERE, maxBytes: 250 });
  expect(bytes.submit({ user: "three", count: 1 })).toMatchObject({ kind: "refused", reason: "full" });
});

test("outbox - its bound is in bytes, also where a letter takes three", async () => {
  const outbox = await open({ broker: NOWHERE });
  outbox.submit({ user: "가나다라마바사아자차카타파하", count: 1 });
  await outbox.close();
  const name = (await readdir(directory)).find((each) => each.endsWith(".log")) ?? "";
  const { length } = await readFile(join(directory, name));
  const again = await open({ broker: NOWHERE });
  expect(again.stats()).toMatchObject({ waiting: 1, waitingBytes: length });
});

test("outbox - it compacts itself: a hundred thousand submits leave files that hold what waits", async () => {
  const outbox = await open({ broker: NOWHERE });
  for (let count = 0; count < 100_000; count += 1) {
    outbox.submit({ user: `p${count % 50}`, count: count % 1000 });
    if (count % 500 === 0) await new Promise(setImmediate);
  }
  const size = async (): Promise<number> => {
    const names = (await readdir(directory)).filter((name) => /\.(log|base)$/.test(name));
    const files = await Promise.all(
      names.map((name) => readFile(join(directory, name)).catch(() => Buffer.of())),
    );
    return files.reduce((sum, { length }) => sum + length, 0);
  };
  await until(async () => (await size()) < 3 * 1024 * 1024);
  await outbox.close();
  const again = await open({ broker: NOWHERE });
  expect(again.stats()).toMatchObject({ waiting: 50 });
});

test("outbox - while the disk fails it keeps in memory and says so, and saves all when the disk is back", async () => {
  const errors: OutboxError[] = [];
  const outbox = await open({ broker: NOWHERE, onError: (error) => errors.push(error) });
  await until(async () => (await readdir(directory)).includes("1.base"));
  await rm(directory, { recursive: true }); // the next rewriting fails
  const submit = (count: number) => outbox.submit({ user: `p${count % 10}`, count });
  for (let count = 1; count <= 20_000 && !outbox.stats().isDiskFailing; count += 1) {
    submit(count);
    if (count % 500 === 0) await new Promise(setImmediate);
  }
  expect(errors.filter(({ reason }) => reason === "disk")).toHaveLength(1);
  for (let count = 30_000; count < 30_010; count += 1) {
    expect(submit(count)).toEqual({ kind: "accepted", isSaved: false });
  }
  await mkdir(directory);
  await until(() => !outbox.stats().isDiskFailing, 20_000);
  expect(submit(30_010)).toEqual({ kind: "accepted", isSaved: true });
  await outbox.close();
  const again = await open();
  await again.flush();
  const writer = await real.asWriter();
  const counts = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const subject = `approvals.p${index}.${SERVICE}`;
      const event = parseEvent(subject, (await directGet(writer, "APPROVALS", subject))?.data ?? Buffer.of());
      return event.ok ? event.value.count : undefined;
    }),
  );
  expect(counts).toEqual([30_010, ...Array.from({ length: 9 }, (_, index) => 30_001 + index)]);
});

test("outbox - one folder, one outbox; and one service", async () => {
  const outbox = await open({ broker: NOWHERE });
  outbox.submit({ user, count: 1 });
  await expect(open({ broker: NOWHERE })).rejects.toMatchObject({ name: "OutboxError", reason: "locked" });
  await outbox.close();
  await expect(open({ broker: NOWHERE, service: "mail" })).rejects.toMatchObject({
    reason: "unusable-folder",
  });
  const racing = await Promise.allSettled(Array.from({ length: 8 }, () => open({ broker: NOWHERE })));
  expect(racing.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("outbox - a folder with a long path is locked all the same, and a file is no folder", async () => {
  const long = join(directory, "x".repeat(120));
  await open({ directory: long, broker: NOWHERE });
  await expect(open({ directory: long, broker: NOWHERE })).rejects.toMatchObject({ reason: "locked" });
  const file = join(directory, "file");
  await writeFile(file, "");
  await expect(open({ directory: file, broker: NOWHERE })).rejects.toMatchObject({
    reason: "unusable-folder",
  });
});

test("outbox - an event without a sequence that lay in the folder gives way to one that occurred later", async () => {
  const now = Date.now();
  const first = await open({ broker: NOWHERE });
  first.submit({ user: `${user}-a`, count: 1, occurredAt: now - 60_000 });
  first.submit({ user: `${user}-b`, count: 1, occurredAt: now - 60_000 });
  await first.close();
  await rm(join(directory, "other"), { recursive: true, force: true });
  const other = await open({ directory: join(directory, "other") }); // another instance, meanwhile
  other.submit({ user: `${user}-a`, count: 9, occurredAt: now - 30_000 });
  other.submit({ user: `${user}-b`, count: 9, occurredAt: now - 90_000 });
  await other.flush();
  const again = await open();
  await again.flush();
  expect(await retainedOf(`${user}-a`)).toMatchObject({ count: 9, sequence: 1n });
  expect(await retainedOf(`${user}-b`)).toMatchObject({ count: 1, sequence: 2n });
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
  const outbox = await open();
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
