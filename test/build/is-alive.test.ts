import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { isAlive } from "../../build/is-alive.ts";

test("is alive - this process is; a number that no process has is not", () => {
  expect([isAlive(process.pid), isAlive(999_999_999), isAlive(0), isAlive(Number.NaN)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test.runIf(process.platform === "linux")(
  "is alive - a process that has ended and that nobody has reaped is dead",
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
