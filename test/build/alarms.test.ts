import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { findProgram } from "../../main/admin/server-process.ts";
import { Metrics } from "../../main/server/http/metrics.ts";

const root = join(import.meta.dirname, "../..");
const rules = readFileSync(join(root, "build/broker/alarms.yml"), "utf8");
const page = readFileSync(join(root, "build/broker/OPERATIONS.md"), "utf8");
const alarms = [...rules.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name = ""]) => name);

test("alarms - they ask for figures that alrimi server has", async () => {
  const text = await new Metrics({ now: Date.now, keeper: () => undefined }).text();
  const named = new Set(rules.match(/\balrimi_\w+/g));
  expect(named.size).toBeGreaterThan(5);
  for (const name of named) expect(text).toContain(`# TYPE ${name} `);
});

test("alarms - the page says of each what to do, and of no other", () => {
  const rows = [...page.matchAll(/^\| `(Alrimi\w+)` \|/gm)].map(([, name]) => name);
  expect(rows).toEqual(alarms);
});

const promtool = findProgram("promtool");
test.runIf(promtool)("alarms - each fires at its trouble, and none in peace", async () => {
  const file = join(import.meta.dirname, "alarms.promtool.yml");
  const { stdout } = await promisify(execFile)(promtool ?? "", ["test", "rules", file]);
  expect(stdout).toContain("SUCCESS");
});
