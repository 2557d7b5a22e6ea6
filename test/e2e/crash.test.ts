import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { times } from "../sample.ts";
import { type Company, startCompany, USER } from "./company.ts";
import { RunningApp } from "./running-app.ts";
import { countIn, toldBy, toldOn } from "./told.ts";

/**
 * Power cuts. What is promised: no count is ever lost or goes back, and nothing that waits goes untold. A telling is
 * saved within a second after it, so a cut within that second may have one thing told once more: at least once, and
 * twice only then.
 */

const KILLS = times(3, 8);
const STREAMS = ["hr-leave", "mail"] as const;

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp | undefined;
let userDataDir: string;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  userDataDir = await mkdtemp(join(company.folder, "app-"));
});

afterAll(async () => {
  await app?.end();
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

/** With a group of digits ("1,003") in it, whatever the machine's speed. */
const FIRST_COUNT = 990;

/** Services whose counts increase all the time, until `stop`. */
class Rising {
  readonly counts = new Map<string, number>();
  #isStopped = false;
  readonly #running = this.#run();

  async #run(): Promise<void> {
    for (let count = FIRST_COUNT; !this.#isStopped; count++) {
      for (const service of STREAMS) {
        const occurredAt = new Date().toISOString();
        await company.raw(
          service,
          JSON.stringify({ service, user: USER, count, occurredAt, sequence: count }),
        );
        this.counts.set(service, count);
      }
      await sleep(20);
    }
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#running;
  }
}

function countsIn(toolTip: string): number[] {
  return ["휴가·출장", "메일"].map((name) =>
    countIn(new RegExp(`^${name} ([\\d,]+)$`, "m").exec(toolTip)?.[1] ?? "0"),
  );
}

test(`crash - killed ${KILLS} times at any moment: every start shows a valid state, no count goes back, nothing is lost`, async () => {
  const policyFile = await company.policy();
  const rising = new Rising();
  let shown = [0, 0];
  const killedAt: number[] = [];
  for (let round = 0; round < KILLS; round++) {
    app = await RunningApp.start({ desktop, policyFile, userDataDir });
    const { toolTip } = await app.trayWhere("in step", (tray) => !/연결|확인/.test(tray.toolTip));
    const counts = countsIn(toolTip);
    counts.forEach((count, index) => {
      expect(count).toBeGreaterThanOrEqual(shown[index] ?? 0);
    });
    shown = counts;
    await sleep(Math.random() * 2_500); // at any moment: while it notifies, saves or collects
    await app.kill();
    killedAt.push(desktop.notifications.sent().length);
  }
  await rising.stop();
  app = await RunningApp.start({ desktop, policyFile, userDataDir });
  const final = STREAMS.map((service) => rising.counts.get(service) ?? 0);
  await app.trayWhere("the last counts", ({ toolTip }) => String(countsIn(toolTip)) === String(final));
  await waitFor(() => STREAMS.every((service) => isTold(service, rising.counts.get(service))), {
    what: "the last counts are told",
  });

  const last = new Map<string, number>();
  let toldAt = -1;
  for (const [at, notice] of desktop.notifications.sent().entries()) {
    const rows = toldBy(notice);
    const isNew = rows.some(({ service, count }) => count > (last.get(service) ?? 0));
    for (const { service, count } of rows) {
      expect(count).toBeGreaterThanOrEqual(last.get(service) ?? 0); // never an older one
      last.set(service, count);
    }
    if (notice.isSilent) continue; // it follows a count
    if (!isNew) expect(killedAt.some((kill) => toldAt < kill && kill <= at)).toBe(true); // again only over a kill
    toldAt = at;
  }
  expect(await app.readLog()).not.toMatch(/unreadable|unexpected|store-put-aside|not-saved/);
  const files = await readdir(join(userDataDir, "state"));
  expect(files.filter((file) => file.includes("aside"))).toEqual([]);
  expect(files.length).toBeLessThanOrEqual(1 + KILLS); // a write that was cut off may leave its beginning behind
});

function isTold(service: string, count: number | undefined): boolean {
  return toldOn(desktop).some((each) => each.service === service && each.count === count);
}

test("crash - what was told is not told again after a start in which nothing came", async () => {
  const state = join(userDataDir, "state", "ledger.json");
  const wanted = toldOn(desktop).at(-1)?.count;
  await waitFor(
    async () =>
      JSON.parse(await readFile(state, "utf8")).told.some(([, count]: [string, number]) => count === wanted),
    { what: "the telling is saved" },
  );
  await app?.kill();
  const before = desktop.notifications.sent().length;
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir });
  await app.trayWhere("in step", (tray) => !/연결|확인/.test(tray.toolTip));
  await company.publish("finance-card", 1);
  await waitFor(() => isTold("finance-card", 1), { what: "the next notice" });
  expect(desktop.notifications.sent().slice(before)).toHaveLength(1);
});

test("epoch - a service whose counter restarted goes on in the next epoch; what comes late from the old one is ignored", async () => {
  await company.publish("finance-card", 3, "--sequence", "1", "--epoch", "1");
  await app?.trayWhere("3 cards", ({ toolTip }) => toolTip.includes("법인카드 3"));
  const occurredAt = new Date().toISOString();
  const late = { service: "finance-card", user: USER, count: 9, occurredAt, sequence: 2 ** 50 };
  await company.raw("finance-card", JSON.stringify(late));
  await company.publish("hr-leave", 1, "--epoch", "1");
  const tray = await app?.trayWhere("the restarted counter", ({ toolTip }) => /^휴가·출장 1$/m.test(toolTip));
  expect(tray?.toolTip).toContain("법인카드 3");
});

test("owner - with other servers, or as another user, nothing of before is shown, and a restart mixes nothing in", async () => {
  await app?.quit();
  await company.broker.stop();
  for (const other of [{ servers: ["nats://127.0.0.1:9"] }, { user: "kim.ys" }]) {
    app = await RunningApp.start({ desktop, policyFile: await company.policy(other), userDataDir });
    await app.logged("other-owner"); // the icon comes first, before the saved counts were looked at
    const { toolTip } = await app.tray();
    expect(toolTip).toContain("아직 연결된 적 없음");
    expect(toolTip).not.toMatch(/법인카드|메일|휴가/);
    await app.quit();
  }
  await company.broker.restart();
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir });
  await app.trayWhere("the broker's counts", ({ toolTip }) => toolTip.includes("법인카드"));
});
