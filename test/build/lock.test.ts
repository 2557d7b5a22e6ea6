import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "../../build/lock.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-lock-test-"));
  file = join(folder, "deep", "lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("lock - work under it never overlaps", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(20);
    inside -= 1;
  };
  await Promise.all([1, 2, 3, 4].map(() => withLock(file, work)));
  expect(most).toBe(1);
  expect(readdirSync(dirname(file))).toEqual([]);
});

test("lock - is released when the work fails", async () => {
  await expect(withLock(file, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await withLock(file, async () => "next")).toBe("next");
});

test("lock - a process that waits is told of it once", async () => {
  const told: string[] = [];
  let waiting: Promise<string> | undefined;
  await withLock(file, async () => {
    const work = async () => "next";
    waiting = withLock(file, work, () => told.push("waits"));
    await sleep(350);
    expect(told).toEqual(["waits"]);
  });
  expect(await waiting).toBe("next");
  expect(told).toEqual(["waits"]);
});

test("lock - a process that would rather not wait gives up", async () => {
  await withLock(file, async () => {
    const refuse = (): never => {
      throw new Error("runs already");
    };
    await expect(withLock(file, async () => {}, refuse)).rejects.toThrow("runs already");
  });
});
