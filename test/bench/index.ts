import { parseArgs } from "node:util";
import { startVirtualDesktop } from "../../build/virtual-desktop.ts";
import { startCompany } from "../e2e/company.ts";
import { makeSomethingWait } from "./armed.ts";
import { measureBoard } from "./board.ts";
import { measureFootprint } from "./footprint.ts";
import { measureHttp } from "./http.ts";
import { measureKeeper } from "./keeper.ts";
import { measureLatency } from "./latency.ts";
import { partsOf } from "./parts.ts";
import { type Figure, report } from "./report.ts";
import { measureWakeUps } from "./wake-ups.ts";

const PARTS = ["memory", "wake-ups", "latency", "board", "keeper", "http"] as const;

/**
 * `npm run bench [-- --only memory,wake-ups,latency,board,keeper,http]`: every figure beside a floor that was measured in the same
 * run. Everything takes about nine minutes.
 * `npm run bench -- crowd`: the broker with thousands of apps instead; see `crowd/index.ts`.
 * `npm run bench -- bridge`: a small old server that is asked by a page at each look, and by a bridge. 90 s.
 * `npm run bench -- portal`: 10,000 open pages of the company portal on one server. 90 s.
 * `npm run bench -- readers`: what a sender waits for, with no reader, one and five. 80 s.
 */

if (process.argv[2] === "crowd") {
  const { runCrowd } = await import("./crowd/index.ts");
  await runCrowd(process.argv.slice(3));
  process.exit();
}
if (process.argv[2] === "bridge") {
  const { measureBridge } = await import("./bridge.ts");
  console.log(report(await measureBridge()));
  process.exit();
}
if (process.argv[2] === "portal") {
  const { measurePortal } = await import("./portal.ts");
  console.log(report(await measurePortal()));
  process.exit();
}
if (process.argv[2] === "readers") {
  const { measureReaders } = await import("./readers.ts");
  console.log(report(await measureReaders()));
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
  if (parts.has("http")) {
    console.error("intake over HTTP …");
    figures.push(...(await measureHttp()));
  }
} finally {
  await Promise.all([desktop.dispose(), company.dispose()]);
}
console.log(report(figures));
