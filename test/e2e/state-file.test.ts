import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

/** Whatever lies where the saved state should be: it is kept, said, and rebuilt from the broker. */

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp | undefined;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  await company.publish("mail", 4);
});

afterEach(async () => {
  await app?.end();
  app = undefined;
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function start(userDataDir: string): Promise<RunningApp> {
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir });
  return app;
}

async function boardSays(running: RunningApp, text: string, isSaid = true): Promise<void> {
  const board = running.boardPage() ?? (await running.openBoard());
  await waitFor(async () => ((await board.textContent("body"))?.includes(text) ?? false) === isSaid, {
    what: `the board ${isSaid ? "says" : "no longer says"} ${text}`,
    timeout: 30_000,
  });
}

test.each([
  ["of a later version", JSON.stringify({ version: 2, owner: "x", things: [1, 2, 3] })],
  ["cut off in the middle", '{"version":1,"owner":"[\\"hong'],
  ["empty, as after a power cut", ""],
  ["of zeros, as after a power cut", "\0".repeat(4096)],
  ["that is no object", "[1,2,3]"],
  ["with a time that no clock shows", "spoilt"],
])("state file - one %s is kept aside as it was, said, and rebuilt from the broker", async (_what, given) => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  const state = join(userDataDir, "state");
  await mkdir(state);
  const saved = { version: 1, owner: "x", catalog: "", events: [], told: [], retired: [], pausedUntil: null };
  const content = given === "spoilt" ? JSON.stringify({ ...saved, lastContact: 1e300 }) : given;
  await writeFile(join(state, "ledger.json"), content);
  const running = await start(userDataDir);
  await running.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));
  await boardSays(running, "따로 보관");
  const aside = (await readdir(state)).filter((file) => file.includes(".aside-"));
  expect(aside).toHaveLength(1);
  expect(await readFile(join(state, aside[0] ?? ""), "utf8")).toBe(content);
  await waitFor(async () => JSON.parse(await readFile(join(state, "ledger.json"), "utf8")).version === 1, {
    what: "a new state is saved",
  });
  await running.quit();
});

test("state file - what power cuts left half written is cleared away", async () => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  const state = join(userDataDir, "state");
  await mkdir(state);
  const halves = ["ledger.json.tmp-1795000000a1b2c3", "ledger.json.tmp-1795000001ffffff"];
  for (const half of halves) await writeFile(join(state, half), '{"version":1,"ow');
  const running = await start(userDataDir);
  await running.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));
  expect((await readdir(state)).filter((file) => halves.includes(file))).toEqual([]);
  await running.quit();
});

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!canMount())(
  "state file - a full disk is said, the app goes on, and saves again when there is room",
  async () => {
    const userDataDir = await mkdtemp(join(company.folder, "app-"));
    const state = join(userDataDir, "state");
    await mkdir(state);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", state]);
    try {
      const ballast = join(state, "ballast");
      await writeFile(ballast, Buffer.alloc(64 * 1024));
      const running = await start(userDataDir);
      await running.trayWhere("the count", ({ toolTip }) => toolTip.includes("메일 4"));
      await boardSays(running, "저장하지 못했습니다");
      await rm(ballast);
      await company.publish("hr-leave", 1);
      await running.trayWhere("the next count", ({ toolTip }) => toolTip.includes("휴가·출장 1"));
      await boardSays(running, "저장하지 못했습니다", false);
      expect(JSON.parse(await readFile(join(state, "ledger.json"), "utf8"))).toMatchObject({ version: 1 });
      await running.quit();
    } finally {
      await app?.end();
      execFileSync("umount", [state]);
    }
  },
);
