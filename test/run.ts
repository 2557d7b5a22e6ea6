import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * `npm test`: types, lint, build, then every test; ends with one line, `N passed, N failed`.
 * Arguments go to Vitest: `npm test -- --project unit ledger`.
 */

interface Tally {
  readonly title: string;
  readonly passed: number;
  readonly failed: number;
}

const root = join(import.meta.dirname, "..");
const bin = (name: string): string => join(root, "node_modules", ".bin", name);

function run(title: string, file: string, args: readonly string[]): Promise<boolean> {
  console.log(`\n── ${title}`);
  const child = spawn(file, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`${file}: ${error.message}`);
      resolve(false);
    });
    child.once("exit", (code) => resolve(code === 0));
  });
}

async function check(title: string, file: string, args: readonly string[]): Promise<Tally> {
  const ok = await run(title, file, args);
  return { title, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

async function vitest(args: readonly string[]): Promise<Tally> {
  const title = "tests";
  const folder = mkdtempSync(join(tmpdir(), "alrimi-test-"));
  const report = join(folder, "report.json");
  try {
    const ok = await run(title, bin("vitest"), [
      "run",
      "--config=test/vitest.config.ts",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...args,
    ]);
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, "utf8"),
    ) as {
      numPassedTests: number;
      numFailedTests: number;
      numFailedTestSuites: number;
    };
    // A file that does not load fails no test of its own, and an unhandled error belongs to none.
    const failed = Math.max(numFailedTests, Math.min(numFailedTestSuites, 1), ok ? 0 : 1);
    return { title, passed: numPassedTests, failed };
  } catch (error) {
    console.error(`no report of the tests: ${(error as Error).message}`);
    return { title, passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const tallies = [
  await check("types", bin("tsc"), ["-p", "."]),
  await check("types of the renderer", bin("tsc"), ["-p", "renderer"]),
  await check("lint and format", bin("biome"), ["check", "--error-on-warnings", "."]),
  await check("build", bin("tsx"), ["build/compile.ts", "--if-needed"]),
  await vitest(process.argv.slice(2)),
];
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
console.log("");
// What failed may stand thousands of lines above.
for (const tally of tallies) if (tally.failed > 0) console.log(`failed: ${tally.title}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
