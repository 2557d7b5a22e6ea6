import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive, withLock } from "../../build/lock.ts";

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
  expect(existsSync(file)).toBe(false);
});

test("lock - is released when the work fails", async () => {
  await expect(withLock(file, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await withLock(file, async () => "next")).toBe("next");
});

test("lock - one whose owner has died is taken over", async () => {
  await withLock(file, async () => {});
  await writeFile(file, "999999999");
  expect(await withLock(file, async () => "taken")).toBe("taken");
});

test("lock - one that has shown no life for long is taken over, whoever has its owner's number now", async () => {
  await withLock(file, async () => {});
  await writeFile(file, String(process.pid));
  const longAgo = new Date(Date.now() - 10 * 60_000);
  await utimes(file, longAgo, longAgo);
  expect(await withLock(file, async () => "taken")).toBe("taken");
});

test.runIf(process.platform === "linux")(
  "lock - an owner that has ended and that nobody has reaped is dead",
  async () => {
    const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 600"]); // sleep does not wait for children
    try {
      const [line] = (await once(parent.stdout, "data")) as [Buffer];
      const pid = Number(line.toString());
      await expect.poll(() => isAlive(pid)).toBe(false);
      expect(existsSync(`/proc/${pid}`)).toBe(true);
    } finally {
      parent.kill();
    }
  },
);
