import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany, USER } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

const NO_CHANCE = join(import.meta.dirname, "no-chance.cjs");
const TITLE = "알림이 테스트 알림";

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
});
afterEach(async () => {
  await app?.end();
  await desktop.notifications.closeAll();
});
afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function start(policy: Record<string, unknown>): Promise<void> {
  app = await RunningApp.start({
    desktop,
    policyFile: await company.policy({
      // The administrator's test passes the quiet hours.
      preferences: { morningDigest: false, quietHours: { from: "00:00", to: "23:59" } },
      ...policy,
    }),
    userDataDir: await mkdtemp(join(company.folder, "app-")),
    preload: NO_CHANCE,
  });
  await app.trayWhere("in step with the broker", isUpToDate);
}

test("fleet - without the policy's word the app reports nothing, and answers no test notice", async () => {
  await start({});
  const tested = await company.alrimi("admin", "fleet", "test", "--user", USER, "--wait", "3s");
  expect(tested).toMatchObject({ code: 5, stderr: expect.stringContaining(`No answer of ${USER}`) });
  const { code, stdout } = await company.alrimi("admin", "fleet", "--json");
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ people: 0, unreadable: [] })]);
  expect(desktop.notifications.sent()).toEqual([]);
  expect(await app.readLog()).not.toContain("fleet");
});

test("fleet - with it, the administrator sees the app's state, and a test notice appears in Korean and opens the board", async () => {
  await start({ fleet: true });
  const json = await waitFor(
    async () => JSON.parse((await company.alrimi("admin", "fleet", "--all", "--json")).stdout),
    { what: "the first report", until: ({ people }) => people === 1 },
  );
  const { version } = JSON.parse(await readFile("package.json", "utf8"));
  expect(json).toMatchObject({
    ok: true,
    versions: { [version]: 1 },
    apps: [
      {
        user: USER,
        version,
        platform: "linux",
        connection: "fresh",
        notifications: "shown",
        tray: "there",
        installation: (await readFile(join(app.userDataDir, "installation"), "utf8")).trim(),
        needs: [],
      },
    ],
  });

  const tested = await company.alrimi("admin", "fleet", "test", "--user", USER);
  expect(tested).toMatchObject({ code: 0, stdout: expect.stringContaining("Shown") });
  const [notice] = await desktop.notifications.displayed();
  expect(notice).toMatchObject({
    summary: TITLE,
    body: expect.stringContaining("관리자가 이 PC에 알림이 뜨는지 확인하려고 보냈습니다"),
  });
  await desktop.notifications.click(notice?.id);
  await app.boardIsShown();
  await app.logged("test notice of the administrator: shown");

  const again = await company.alrimi("admin", "fleet", "test", "--user", USER, "--wait", "2s");
  expect(again).toMatchObject({ code: 5 }); // at most one a minute
});

test("fleet - without a notification server the administrator is told that nothing was shown", async () => {
  await start({ fleet: true });
  await desktop.notificationDaemon.stop();
  const tested = await company.alrimi("admin", "fleet", "test", "--user", USER, "--json");
  expect(JSON.parse(tested.stdout)).toMatchObject({ ok: false, outcome: "failed", reason: "no-server" });
  const { code, stderr } = await company.alrimi("admin", "fleet");
  expect(code).toBe(1);
  expect(stderr).toMatch(/Notifications are blocked \(1\).*\n {2}hong\.gd\tlinux/);
  await desktop.notificationDaemon.start();
  await app.logged("test notice of the administrator: failed, no-server");
  expect((await desktop.notifications.displayed()).map(({ summary }) => summary)).not.toContain(TITLE);
});
