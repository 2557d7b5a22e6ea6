import { spawn } from "node:child_process";
import { join } from "node:path";

/**
 * `npm run test:chaos`: every chaos test, with 30 killed nodes and as many rounds of other faults as go with them
 * (`CHAOS_ROUNDS`), and the app's own times. `CHAOS_SEED` repeats the choices of an earlier run; arguments go to Vitest.
 */
const root = join(import.meta.dirname, "..", "..");
const child = spawn(
  join(root, "node_modules", ".bin", "vitest"),
  ["run", "--config=test/vitest.config.ts", "--project=chaos", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit", env: { CHAOS_ROUNDS: "30", ALRIMI_TEST_LONG: "1", ...process.env } },
);
child.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
