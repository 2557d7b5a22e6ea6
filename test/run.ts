import { bin, EVERY_CASE, runProgram, runVitest } from "./vitest-run.ts";

/**
 * `npm test`: types, lint, build, then every test; ends with one line, `N passed, N failed`.
 * Arguments go to Vitest: `npm test -- --project unit ledger`. `npm run test:long` tries every case (see sample.ts).
 */

interface Tally {
  readonly title: string;
  readonly passed: number;
  readonly failed: number;
}

async function check(title: string, file: string, args: readonly string[]): Promise<Tally> {
  console.log(`\n── ${title}`);
  const ok = await runProgram(file, args);
  return { title, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

async function tests(): Promise<Tally> {
  const title = isLong ? "tests, every case" : "tests";
  console.log(`\n── ${title}`);
  return { title, ...(await runVitest(args, isLong ? EVERY_CASE : process.env)) };
}

const isLong = process.argv.includes("--long");
const args = process.argv.slice(2).filter((arg) => arg !== "--long");

const tallies = [
  await check("types", bin("tsc"), ["-p", "."]),
  await check("types of the renderer", bin("tsc"), ["-p", "renderer"]),
  await check("lint and format", bin("biome"), ["check", "--error-on-warnings", "."]),
  await check("build", bin("tsx"), ["build/compile.ts", "--if-needed"]),
  await tests(),
];
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
console.log("");
// What failed may stand thousands of lines above.
for (const tally of tallies) if (tally.failed > 0) console.log(`failed: ${tally.title}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
