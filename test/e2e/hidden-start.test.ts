import { execFileSync } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { PlainApp } from "./plain-app.ts";

/** Starts that nobody asked for, as at a login: in the tray, without any window. */

let desktop: VirtualDesktop;
let company: Company;
const apps: PlainApp[] = [];

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  await company.publish("mail", 4);
});

afterEach(async () => {
  for (const app of apps.splice(0)) await app.dispose();
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function start(args: readonly string[], on = desktop): Promise<PlainApp> {
  const app = await PlainApp.start({ desktop: on, args: [...args, "--hidden"] });
  apps.push(app);
  return app;
}

/** The app's windows on the screen. */
function windows({ env }: VirtualDesktop): string {
  try {
    const args = ["search", "--onlyvisible", "--name", "알림이"];
    return execFileSync("xdotool", args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return ""; // there are none
  }
}

test("hidden start - a second one leaves the first in the tray, and says so", async () => {
  const folder = await mkdtemp(join(company.folder, "hidden-"));
  const args = [`--policy-file=${await company.policy()}`, `--user-data-dir=${folder}`];
  const first = await start(args);
  await first.trayWhere("the count", ({ toolTip }) => toolTip.includes("메일 4"));
  const second = await start(args);
  expect(await second.ended).toEqual({ code: 0, signal: null });
  expect(second.errors).toContain("runs already; it stays in the tray");
  expect(windows(desktop)).toBe("");
});

test("hidden start - without an account a notification asks for it, and a click on it shows the board", async () => {
  const folder = await mkdtemp(join(company.folder, "hidden-"));
  await start([`--user-data-dir=${folder}`]);
  const notice = await waitFor(
    async () =>
      (await desktop.notifications.displayed()).find(({ body }) => body.includes("아직 연결하지 않았습니다")),
    { what: "the notification", timeout: 60_000 },
  );
  expect(windows(desktop)).toBe("");
  await desktop.notifications.click(notice.id);
  await waitFor(() => windows(desktop) !== "", { what: "the board is on the screen" });
});

test("hidden start - where there is no tray no window opens either, and the log says why one might be missed", async () => {
  const bare = await startVirtualDesktop({ panel: false });
  try {
    const folder = await mkdtemp(join(company.folder, "hidden-"));
    const app = await start([`--policy-file=${await company.policy()}`, `--user-data-dir=${folder}`], bare);
    await waitFor(() => app.errors.includes("problem: no-tray"), {
      what: "it misses a tray",
      timeout: 60_000,
    });
    expect(windows(bare)).toBe("");
  } finally {
    for (const app of apps.splice(0)) await app.dispose();
    await bare.dispose();
  }
});
