import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface VitestResult {
  readonly passed: number;
  readonly failed: number;
  /** Of the tests that cannot be run here. */
  readonly skipped: number;
  /** `project: name` of each that failed. */
  readonly failures: readonly string[];
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const root = join(import.meta.dirname, "..");

/** The environment in which Vitest tries every case: see sample.ts. */
export const EVERY_CASE: NodeJS.ProcessEnv = { ...process.env, ALRIMI_TEST_LONG: "1" };

/** The path of a program of the project's packages. */
export function bin(name: string): string {
  return join(root, "node_modules", ".bin", name);
}

/** Runs a program with its output on ours. @returns whether it ended well */
export function runProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  const child = spawn(file, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`${file}: ${error.message}`);
      resolve(false);
    });
    child.once("exit", (code) => resolve(code === 0));
  });
}

/** Runs Vitest on the project's tests and counts them. @param args Vitest's own */
export async function runVitest(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<VitestResult> {
  const folder = mkdtempSync(join(tmpdir(), "alrimi-test-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  try {
    const ok = await runProgram(
      bin("vitest"),
      ["run", "--config=test/vitest.config.ts", ...reporters, ...args],
      env,
    );
    const told = JSON.parse(readFileSync(report, "utf8")) as Report;
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = told;
    // A file that does not load fails no test of its own, and an unhandled error belongs to none.
    const failed = Math.max(numFailedTests, Math.min(numFailedTestSuites, 1), ok ? 0 : 1);
    const failures = told.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === "failed")
      .map(({ fullName }) => fullName);
    return { passed: numPassedTests, failed, skipped: numPendingTests, failures };
  } catch (error) {
    console.error(`no report of the tests: ${(error as Error).message}`);
    return { passed: 0, failed: 1, skipped: 0, failures: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
