import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { repoRoot } from "../../build/paths.ts";
import { withAbsolutePaths } from "../../build/run-app.ts";
import { startVirtualDesktop } from "../../build/virtual-desktop.ts";
import { xAnswers } from "../../build/x-display.ts";

const run = promisify(execFile);

test("npm run app - relative paths are those of the folder in which it is typed", () => {
  expect(
    withAbsolutePaths(["--policy-file=policy.json", "--user-data-dir=/data", "--lang=ko"], "/home/hong"),
  ).toEqual(["--policy-file=/home/hong/policy.json", "--user-data-dir=/data", "--lang=ko"]);
  expect(withAbsolutePaths(["--policy-file="], "/home/hong")).toEqual(["--policy-file="]); // a fault to be told
});

test("npm run app - a display that no X server is behind is said in words, and it fails", async () => {
  const desktop = await startVirtualDesktop({ panel: false, notificationDaemon: false });
  const display = desktop.env["DISPLAY"] ?? "";
  try {
    expect(await xAnswers(display)).toBe(true);
    expect(await xAnswers(`unix${display}.0`)).toBe(true);
  } finally {
    await desktop.dispose();
  }
  // The highest number that an X server can have: it is free.
  expect(await xAnswers(":59535")).toBe(false);
  expect(await xAnswers("example.com:0")).toBe(true);
  const env = { ...process.env, DISPLAY: ":59535", LC_ALL: "C" };
  const tsx = join(repoRoot, "node_modules/tsx/dist/cli.mjs");
  await expect(
    run(process.execPath, [tsx, "build/run-app.ts"], { cwd: repoRoot, env }),
  ).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("there is no X server at DISPLAY=:59535"),
  });
});
