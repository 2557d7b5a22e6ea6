import { parseArgs } from "node:util";
import { findProgram } from "../../../main/admin/server-process.ts";
import { partsOf } from "../parts.ts";
import { type Figure, figureTable } from "../report.ts";
import { measureAttack } from "./attack.ts";
import { measureCeiling } from "./ceiling.ts";
import { compileScript } from "./compiled.ts";
import { checkFileLimit } from "./process-figures.ts";
import { type CrowdFigures, measureCrowd } from "./scenario.ts";
import { crowdTables, growthFigures } from "./tables.ts";
import { measureWriterCost } from "./writer-cost.ts";

const PARTS = ["day", "storm", "writer", "ceiling", "attack"] as const;

/**
 * `npm run bench -- crowd [--clients 1000,5000,10000] [--nodes 1,3] [--only day,storm,writer,ceiling,attack] [--quick]`
 *
 * `--server PROGRAM` is the nats-server of the crowd, and `--cores 0.5` is what its servers may use of the processor.
 * With `--keeper` the services send to the intake in a storm, and a keeper retains what they send.
 *
 * Thousands of simulated apps against a real broker on the loopback, what a writer pays, how fast one app is, and
 * what one employee's login can make all apps do.
 * Everything takes about fifteen minutes. One crowd and one topology at a time; several in one run show the growth.
 */
export async function runCrowd(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      clients: { type: "string" },
      nodes: { type: "string", default: "1,3" },
      only: { type: "string" },
      server: { type: "string" },
      cores: { type: "string" },
      keeper: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
    },
  });
  const isQuick = values.quick;
  const sizes = numbers(values.clients ?? (isQuick ? "100,300" : "1000,5000,10000"), "--clients", 1, 20_000);
  const topologies = numbers(values.nodes, "--nodes", 1, 3).filter((nodes) => nodes !== 2);
  const parts = partsOf(PARTS, values.only);
  const cores = values.cores === undefined ? undefined : Number(values.cores);
  if (cores !== undefined && !(cores > 0)) throw new Error(`--cores is a number, not ${values.cores}`);
  const binary = values.server ?? findProgram("nats-server") ?? "nats-server";
  const ofCrowd = new Set((["day", "storm"] as const).filter((part) => parts.has(part)));
  if (ofCrowd.size > 0) checkFileLimit(Math.max(...sizes));
  const say = (text: string): void => console.error(text);

  const figures: Figure[] = [];
  if (parts.has("ceiling")) {
    say("the app's ceiling …");
    figures.push(...(await measureCeiling(isQuick)));
  }
  if (parts.has("writer")) {
    for (const nodes of topologies) {
      say(`what a writer pays, ${nodes === 1 ? "one server" : "a cluster"} …`);
      figures.push(...(await measureWriterCost(nodes, isQuick)));
    }
  }
  if (parts.has("attack")) {
    say("forged messages of another person's app …");
    figures.push(...(await measureAttack(isQuick)));
  }
  const crowds: CrowdFigures[] = [];
  if (ofCrowd.size > 0) {
    const worker = await compileScript("worker.ts");
    const keeper = values.keeper ? await compileScript("keeper-process.ts") : undefined;
    try {
      for (const nodes of topologies) {
        for (const clients of sizes) {
          say(`${clients} apps, ${nodes === 1 ? "one server" : "a cluster"}`);
          const said = (text: string): void => say(`  ${text}`);
          try {
            const options = {
              worker,
              keeper,
              clients,
              nodes,
              binary,
              cores,
              parts: ofCrowd,
              isQuick,
              say: said,
            };
            const crowd = await measureCrowd(options);
            crowds.push(crowd);
            say(crowdTables([crowd]).join("\n")); // a run that is ended has told what it measured
          } catch (error) {
            said(`not measured: ${(error as Error).message}`); // what was measured is still told
            process.exitCode = 1;
          }
        }
      }
    } finally {
      await worker.dispose();
      await keeper?.dispose();
    }
  }
  figures.push(...growthFigures(crowds));
  const tables = [...crowdTables(crowds), ...(figures.length > 0 ? [figureTable(figures)] : [])];
  console.log(`${tables.join("\n\n")}\n\n${JSON.stringify({ crowds, figures })}`);
}

function numbers(list: string, option: string, least: number, most: number): number[] {
  const values = list.split(",").map(Number);
  if (values.every((value) => Number.isInteger(value) && value >= least && value <= most)) return values;
  throw new Error(`${option} is a list of whole numbers from ${least} to ${most}, not ${list}`);
}
