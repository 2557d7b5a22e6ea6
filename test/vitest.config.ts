import { defineConfig } from "vitest/config";
import { programTests, unitTests } from "./projects.ts";
import { IS_LONG } from "./sample.ts";

/** Tests that start processes wait for conditions; this only bounds a wait that would never end. */
const PATIENCE = 300_000;
/** Milliseconds that a condition is waited for. */
const WAIT = 60_000;
/** What starts nothing takes far less than a second, and waits for no process. */
const UNIT_PATIENCE = 120_000;
const HOURS = 3_600_000;

// biome-ignore lint/style/noDefaultExport: the form that Vitest reads
export default defineConfig({
  root: import.meta.dirname,
  test: {
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    reporters: ["default"],
    maxWorkers: 3, // on two cores: most tests wait more than they compute
    expect: { poll: { timeout: WAIT } }, // Vitest's own second is too short for a slow machine
    setupFiles: IS_LONG ? ["long-runs.ts"] : [],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [...unitTests],
          // In the long run a property is tried thousands of times.
          ...(IS_LONG ? {} : { testTimeout: UNIT_PATIENCE, hookTimeout: UNIT_PATIENCE }),
        },
      },
      { extends: true, test: { name: "programs", include: [...programTests] } },
      {
        extends: true,
        test: {
          name: "broker",
          include: [
            "{nats,publisher,admin,command}/**/*.test.ts",
            "desktop/broker/**/*.test.ts",
            "server/*.test.ts",
          ],
        },
      },
      { extends: true, test: { name: "fuzz", include: ["fuzz/**/*.test.ts"], testTimeout: 2 * HOURS } },
      {
        extends: true,
        test: {
          name: "chaos",
          include: ["chaos/**/*.test.ts"],
          ...(IS_LONG ? { testTimeout: 2 * HOURS } : {}),
        },
      },
      {
        extends: true,
        test: { name: "build", include: ["{build,brokers,desktops,bench}/**/*.test.ts"] },
      },
      { extends: true, test: { name: "e2e", include: ["{renderer,e2e,soak}/**/*.test.ts"] } },
    ],
  },
});
