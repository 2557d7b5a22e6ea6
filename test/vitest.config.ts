import { defineConfig } from "vitest/config";

/** Tests that start processes wait for conditions; this only bounds a wait that would never end. */
const PATIENCE = 300_000;
/** Milliseconds that a condition is waited for. */
const WAIT = 60_000;

// biome-ignore lint/style/noDefaultExport: the form that Vitest reads
export default defineConfig({
  root: import.meta.dirname,
  test: {
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    reporters: ["default"],
    maxWorkers: 2,
    expect: { poll: { timeout: WAIT } }, // Vitest's own second is too short for a slow machine
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "{contract,core,words,view,files}/**/*.test.ts",
            "desktop/**/*.test.ts",
            "desktops/**/*.test.ts",
            "bench/**/*.test.ts",
            "*.test.ts",
          ],
          exclude: ["desktop/broker/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "broker",
          include: ["{nats,publisher,admin,command}/**/*.test.ts", "desktop/broker/**/*.test.ts"],
        },
      },
      { extends: true, test: { name: "fuzz", include: ["fuzz/**/*.test.ts"], testTimeout: 15 * PATIENCE } },
      { extends: true, test: { name: "chaos", include: ["chaos/**/*.test.ts"] } },
      { extends: true, test: { name: "build", include: ["{build,brokers,package}/**/*.test.ts"] } },
      { extends: true, test: { name: "e2e", include: ["renderer/**/*.test.ts", "e2e/**/*.test.ts"] } },
    ],
  },
});
