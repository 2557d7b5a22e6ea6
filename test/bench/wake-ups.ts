import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { appCommand } from "../../build/run-app.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { Company } from "../e2e/company.ts";
import { policyWithAllTimers } from "./armed.ts";
import { BusWatch, benchApp, end, startUntilTray } from "./electron-app.ts";
import { processTree, wakeUpsOf } from "./processes.ts";
import type { Figure } from "./report.ts";

/**
 * Milliseconds. For two minutes after a start the JavaScript engine gives memory back; after that, two minutes hold every
 * timer of the app: heartbeats, the looks at the network, the new minute.
 */
const SETTLE = 120_000;
const WATCH = 120_000;

/** How often the threads of an idle, connected app are woken, beside a bare tray app at the same time. */
export async function measureWakeUps(desktop: VirtualDesktop, company: Company): Promise<Figure[]> {
  const folder = (name: string): Promise<string> => mkdtemp(join(company.folder, `${name}-`));
  const bare = await benchApp(
    join(import.meta.dirname, "bare-tray"),
    [`--user-data-dir=${await folder("bare")}`],
    desktop,
  );
  const alrimi = await appCommand(
    [`--policy-file=${await policyWithAllTimers(company)}`, `--user-data-dir=${await folder("idle")}`],
    desktop.env,
  );
  const watch = await BusWatch.start(desktop);
  const floor = await startUntilTray(bare, watch);
  const app = await startUntilTray(alrimi, watch);
  try {
    await waitFor(
      async () =>
        (await trayItems(desktop)).some(
          ({ pid, toolTip }) => pid === app.child.pid && /\d\d:\d\d 기준/.test(toolTip),
        ),
      { what: "the app is in step", timeout: 30_000 },
    );
    await sleep(SETTLE);
    const wakeUps = (pid: number | undefined): number => wakeUpsOf(processTree(pid ?? 0));
    const before = { app: wakeUps(app.child.pid), floor: wakeUps(floor.child.pid) };
    await sleep(WATCH);
    const aSecond = (count: number): number => count / (WATCH / 1000);
    return [
      {
        name: "idle wake-ups",
        unit: "/s",
        value: aSecond(wakeUps(app.child.pid) - before.app),
        floor: {
          name: "bare tray app beside it",
          value: aSecond(wakeUps(floor.child.pid) - before.floor),
        },
        aim: { at: 1, of: "excess", better: "lower" }, // Chromium has wake-ups of its own
      },
    ];
  } finally {
    watch.close();
    await end(app.child);
    await end(floor.child);
  }
}
