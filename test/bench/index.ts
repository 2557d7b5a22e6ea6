import { parseArgs } from "node:util";
import { startVirtualDesktop } from "../../build/virtual-desktop.ts";
import { startCompany } from "../e2e/company.ts";
import { makeSomethingWait } from "./armed.ts";
import { measureBoard } from "./board.ts";
import { measureFootprint } from "./footprint.ts";
import { measureKeeper } from "./keeper.ts";
import { measureLatency } from "./latency.ts";
import { partsOf } from "./parts.ts";
import { type Figure, report } from "./report.ts";
import { measureWakeUps } from "./wake-ups.ts";

const PARTS = ["memory", "wake-ups", "latency", "board", "keeper"] as const;

/**
 * `npm run bench [-- --only memory,wake-ups,latency,board,keeper]`: every figure beside a floor that was measured in the same
 * run. Everything takes about nine minutes.
 * `npm run bench -- crowd`: the broker with thousands of apps instead; see `crowd/index.ts`.
 */

if (process.argv[2] === "crowd") {
  const { runCrowd } = await import("./crowd/index.ts");
  await runCrowd(process.argv.slice(3));
  process.exit();
}

const { values } = parseArgs({ options: { only: { type: "string" } } });
const parts = partsOf(PARTS, values.only);
const [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
const figures: Figure[] = [];
try {
  await makeSomethingWait(company);
  if (parts.has("memory")) {
    console.error("start-up, memory …");
    figures.push(...(await measureFootprint(desktop, company)));
  }
  if (parts.has("wake-ups")) {
    console.error("wake-ups …");
    figures.push(...(await measureWakeUps(desktop, company)));
  }
  if (parts.has("latency")) {
    console.error("latency …");
    figures.push(...(await measureLatency(desktop, company)));
  }
  if (parts.has("board")) {
    console.error("board …");
    figures.push(...(await measureBoard(company)));
  }
  if (parts.has("keeper")) {
    console.error("keeper …");
    figures.push(...(await measureKeeper()));
  }
} finally {
  await Promise.all([desktop.dispose(), company.dispose()]);
}
console.log(report(figures));
