import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type AppCommand, appCommand } from "../../build/run-app.ts";
import type { VirtualDesktop } from "../../build/virtual-desktop.ts";
import type { Company } from "../e2e/company.ts";
import { policyWithAllTimers } from "./armed.ts";
import { BusWatch, benchApp, end, startUntilTray } from "./electron-app.ts";
import { processTree, pssOf } from "./processes.ts";
import type { Figure } from "./report.ts";
import { median } from "./statistics.ts";

const ROUNDS = 9;
/** How long an app is left alone before it counts as idle; milliseconds. */
const SETTLE = 8_000;
const IDLE_ROUNDS = 3;

interface Footprint {
  readonly startup: number[];
  readonly pss: number[];
}

/** Start-up to tray and idle memory, each beside a bare tray app, one after the other in turn. */
export async function measureFootprint(desktop: VirtualDesktop, company: Company): Promise<Figure[]> {
  const policyFile = await policyWithAllTimers(company);
  const userDataDir = await mkdtemp(join(company.folder, "bench-"));
  const bareData = await mkdtemp(join(company.folder, "bare-"));
  const bare = await benchApp(
    join(import.meta.dirname, "bare-tray"),
    [`--user-data-dir=${bareData}`],
    desktop,
  );
  const alrimi = await appCommand(
    [`--policy-file=${policyFile}`, `--user-data-dir=${userDataDir}`],
    desktop.env,
  );
  const watch = await BusWatch.start(desktop);
  const measured = { bare: emptyFootprint(), alrimi: emptyFootprint() };
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const isIdleRound = round >= 0 && round < IDLE_ROUNDS;
      const one = await runOnce(bare, watch, isIdleRound);
      const other = await runOnce(alrimi, watch, isIdleRound);
      if (round < 0) continue; // the first pair warms the caches
      add(measured.bare, one);
      add(measured.alrimi, other);
    }
  } finally {
    watch.close();
  }
  const against = (of: keyof Footprint) => ({
    value: median(measured.alrimi[of]),
    floor: { name: "bare tray app", value: median(measured.bare[of]) },
  });
  return [
    { name: "start-up to tray", unit: "ms", ...against("startup"), aim: { at: 0.95, better: "lower" } },
    {
      name: "idle memory (PSS, all processes)",
      unit: "MiB",
      ...against("pss"),
      aim: { at: 0.86, better: "lower" },
    },
  ];
}

function emptyFootprint(): Footprint {
  return { startup: [], pss: [] };
}

function add(to: Footprint, run: { startup: number; pss?: number }): void {
  to.startup.push(run.startup);
  if (run.pss !== undefined) to.pss.push(run.pss);
}

async function runOnce(
  command: AppCommand,
  watch: BusWatch,
  isIdleRound: boolean,
): Promise<{ startup: number; pss?: number }> {
  const { startup, child } = await startUntilTray(command, watch);
  try {
    if (!isIdleRound) return { startup };
    await sleep(SETTLE);
    return { startup, pss: pssOf(processTree(child.pid ?? 0)) };
  } finally {
    await end(child);
  }
}
