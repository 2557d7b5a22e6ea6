import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import type { OutboxError } from "../../../main/publisher/outbox/outbox-error.ts";
import { SERVICE, until } from "../../nats/real-broker.ts";
import { NOWHERE, outboxScene } from "./outbox-scene.ts";

const scene = outboxScene();

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

test("outbox - the process is killed under load four times, and everything it accepted arrives", async () => {
  const { directory } = scene;
  const accepted = new Map<string, number>();
  let highest = 0;
  for (let round = 0; round < 4; round += 1) {
    const script = join(import.meta.dirname, "outbox-process.ts");
    const args = [
      "--import",
      "tsx",
      script,
      directory,
      scene.broker.url,
      SERVICE,
      "100",
      String(highest + 1),
    ];
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
    if (round === 2) await scene.broker.kill(); // what it accepts in this round is in the folder only
    await until(() => lines > 2000, 30_000);
    child.kill("SIGKILL");
    await gone;
    if (round === 2) await scene.broker.restart();
  }
  const outbox = await scene.open(); // the dead one's lock is no lock
  expect(await outbox.flush(60_000)).toBe(true);
  const people = [...accepted.keys()];
  const missing = async () => {
    const retained = await scene.retainedOfAll(people);
    return people.filter(
      (person, index) => (retained[index]?.sequence ?? 0n) < BigInt(accepted.get(person) ?? 0),
    );
  };
  await expect.poll(missing).toEqual([]);
});

test("outbox - a file cut off anywhere opens, and keeps what stands before the cut", async () => {
  const { directory, user } = scene;
  const first = await scene.open({ broker: NOWHERE });
  for (let count = 1; count <= 20; count += 1) first.submit({ user: `${user}-${count}`, count });
  await first.close();
  const [log = ""] = (await readdir(directory)).filter((name) => name.endsWith(".log"));
  const content = await readFile(join(directory, log));
  for (let size = content.length; size >= 0; size -= 37) {
    const copy = join(directory, `cut-${size}`);
    await mkdir(copy);
    await writeFile(join(copy, log), content);
    await truncate(join(copy, log), size);
    const outbox = await scene.open({ directory: copy, broker: NOWHERE });
    const whole = content.subarray(0, size).toString().split("\n").length - 1;
    expect(outbox.stats().waiting).toBe(whole);
    await outbox.close();
  }
});

test("outbox - damaged lines are told, kept aside, and cost no other line", async () => {
  const { directory, user } = scene;
  const first = await scene.open({ broker: NOWHERE });
  for (const name of ["a", "b", "c"]) first.submit({ user: `${user}-${name}`, count: 1 });
  await first.close();
  const [log = ""] = (await readdir(directory)).filter((name) => name.endsWith(".log"));
  const text = await readFile(join(directory, log), "utf8");
  await writeFile(join(directory, log), text.replace(`${user}-b`, `${user}-X`));
  await appendFile(join(directory, log), "\0\0\0\0\0\0");
  const errors: OutboxError[] = [];
  const second = await scene.open({ onError: (error) => errors.push(error) });
  expect(errors).toMatchObject([{ reason: "damaged" }]);
  expect(await readdir(directory)).toContain("damaged");
  await second.flush();
  await scene.keeps(`${user}-a`, 1);
  await scene.keeps(`${user}-c`, 1);
});

test("outbox - it compacts itself: a hundred thousand submits leave files that hold what waits", async () => {
  const { directory } = scene;
  const outbox = await scene.open({ broker: NOWHERE });
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
  const again = await scene.open({ broker: NOWHERE });
  expect(again.stats()).toMatchObject({ waiting: 50 });
});

test("outbox - while the disk fails it keeps in memory and says so, and saves all when the disk is back", async () => {
  const { directory } = scene;
  const errors: OutboxError[] = [];
  const outbox = await scene.open({ broker: NOWHERE, onError: (error) => errors.push(error) });
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
  const again = await scene.open();
  await again.flush();
  const people = Array.from({ length: 10 }, (_, index) => `p${index}`);
  const counts = async () => (await scene.retainedOfAll(people)).map((event) => event?.count);
  await expect.poll(counts).toEqual([30_010, ...Array.from({ length: 9 }, (_, index) => 30_001 + index)]);
});

test("outbox - one folder, one outbox; and one service", async () => {
  const { user } = scene;
  const outbox = await scene.open({ broker: NOWHERE });
  outbox.submit({ user, count: 1 });
  await expect(scene.open({ broker: NOWHERE })).rejects.toMatchObject({
    name: "OutboxError",
    reason: "locked",
  });
  await outbox.close();
  await expect(scene.open({ broker: NOWHERE, service: "mail" })).rejects.toMatchObject({
    reason: "unusable-folder",
  });
  const racing = await Promise.allSettled(Array.from({ length: 8 }, () => scene.open({ broker: NOWHERE })));
  expect(racing.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("outbox - a folder with a long path is locked all the same, and a file is no folder", async () => {
  const { directory } = scene;
  const long = join(directory, "x".repeat(120));
  await scene.open({ directory: long, broker: NOWHERE });
  await expect(scene.open({ directory: long, broker: NOWHERE })).rejects.toMatchObject({ reason: "locked" });
  const file = join(directory, "file");
  await writeFile(file, "");
  await expect(scene.open({ directory: file, broker: NOWHERE })).rejects.toMatchObject({
    reason: "unusable-folder",
  });
});
