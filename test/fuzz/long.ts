import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * `npm run test:fuzz`: every campaign with a million payloads, or as many as the argument says.
 * `ALRIMI_FUZZ_SEED=S npm run test:fuzz -- 1` brings one case again.
 */
const runs = process.argv[2] ?? "1000000";
const root = join(import.meta.dirname, "../..");
const { status } = spawnSync(
  join(root, "node_modules/.bin/vitest"),
  ["run", "--config=test/vitest.config.ts", "--project", "fuzz"],
  { cwd: root, stdio: "inherit", env: { ...process.env, ALRIMI_FUZZ_RUNS: runs } },
);
process.exitCode = status ?? 1;
