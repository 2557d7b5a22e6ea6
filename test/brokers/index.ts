import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../../build/runtime/resolve.ts";
import { findProgram } from "../../main/admin/server-process.ts";
import { EVERY_CASE, runVitest, type VitestResult } from "../vitest-run.ts";
import { SOURCES, serverFolder, versionOf } from "./servers.ts";
import { type Row, tableOf } from "./table.ts";

/**
 * `npm run test:brokers`: the tests of the broker, and those that break clusters, on each version of nats-server, one after
 * another: the one of this system and three others, which are fetched once, into the user's cache, and not installed.
 * Arguments go to Vitest. It ends with the table of build/platforms/TESTED.md.
 */

interface Server {
  readonly origin: string;
  /** @throws in words where it cannot be had */
  readonly folder: () => Promise<string>;
}

const servers: readonly Server[] = [
  { origin: "this system", folder: ownFolder },
  ...SOURCES.map((source) => ({
    origin: source.origin,
    folder: () => serverFolder(source, cacheFolder()),
  })),
];

async function ownFolder(): Promise<string> {
  const program = findProgram("nats-server");
  if (program === undefined) throw new Error("nats-server is not installed");
  return dirname(program);
}

async function testOn(folder: string, project: string): Promise<VitestResult> {
  console.log(`\n── ${project}`);
  const path = [folder, process.env["PATH"] ?? ""].join(delimiter); // the tests take the first that they find
  return runVitest(["--project", project, ...process.argv.slice(2)], { ...EVERY_CASE, PATH: path });
}

const rows: Row[] = [];
for (const { origin, folder } of servers) {
  try {
    const at = await folder();
    const version = await versionOf(join(at, "nats-server"));
    console.log(`\n══ nats-server ${version} (${origin})`);
    const started = Date.now();
    const broker = await testOn(at, "broker");
    const chaos = await testOn(at, "chaos");
    rows.push({ version, origin, broker, chaos, seconds: Math.round((Date.now() - started) / 1000) });
  } catch (error) {
    rows.push({ origin, missing: (error as Error).message });
  }
}
console.log(`\n${tableOf(rows)}`);
const failures = rows.flatMap((row) =>
  "missing" in row ? [] : [...row.broker.failures, ...row.chaos.failures],
);
for (const failure of new Set(failures)) console.log(`failed: ${failure}`);
process.exitCode = rows.every((row) => !("missing" in row) && row.broker.failed + row.chaos.failed === 0)
  ? 0
  : 1;
