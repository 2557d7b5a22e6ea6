import { startVirtualDesktop } from "../../build/virtual-desktop.ts";
import { startCompany } from "../e2e/company.ts";
import { makeSomethingWait } from "./armed.ts";
import { measureBoard } from "./board.ts";
import { measureFootprint } from "./footprint.ts";
import { measureLatency } from "./latency.ts";
import { type Figure, report } from "./report.ts";
import { measureWakeUps } from "./wake-ups.ts";

/**
 * `npm run bench`: every figure beside a floor that was measured in the same run. Takes about nine minutes.
 * `npm run bench -- crowd`: the broker with thousands of apps instead; see `crowd/index.ts`.
 */

if (process.argv[2] === "crowd") {
  const { runCrowd } = await import("./crowd/index.ts");
  await runCrowd(process.argv.slice(3));
  process.exit();
}

const [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
const figures: Figure[] = [];
try {
  await makeSomethingWait(company);
  console.error("start-up, memory …");
  figures.push(...(await measureFootprint(desktop, company)));
  console.error("wake-ups …");
  figures.push(...(await measureWakeUps(desktop, company)));
  console.error("latency …");
  figures.push(...(await measureLatency(desktop, company)));
  console.error("board …");
  figures.push(...(await measureBoard(company)));
} finally {
  await Promise.all([desktop.dispose(), company.dispose()]);
}
console.log(report(figures));
