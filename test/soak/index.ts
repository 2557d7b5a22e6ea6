import { parseArgs } from "node:util";
import { compileIfNeeded } from "../../build/compile.ts";
import { whenOrphaned } from "../../build/orphan.ts";
import { END_SIGNALS } from "../../main/files/end-signals.ts";
import { runSoak } from "./soak.ts";

const usage = `npm run test:soak [-- [MINUTES] [--seed N]]
The real app for an hour (or MINUTES): events, restarts of the broker, sleep, the lock, hundreds of openings of the board.
It ends with a table of what the app held, and fails when something was wrong or grew. Ctrl-C ends it with the table so far.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string" }, help: { type: "boolean" } },
});
const minutes = Number(positionals[0] ?? 60);
const seed = Number(values.seed ?? 1 + Math.floor(Math.random() * 2 ** 31));
if (values.help || !(minutes > 0) || !Number.isSafeInteger(seed) || positionals.length > 1) {
  console.error(usage);
  process.exit(values.help ? 0 : 1);
}

const stop = new AbortController();
for (const signal of END_SIGNALS) process.on(signal, () => stop.abort());
whenOrphaned(() => stop.abort());
await compileIfNeeded();
const { failures, steps, openings, notices } = await runSoak({
  minutes,
  seed,
  signal: stop.signal,
  say: console.log,
});
console.log(`\n${steps} steps, ${openings} openings of the board, ${notices} counts in notices`);
for (const failure of failures) console.log(`failed: ${failure}`);
const verdict = failures.length > 0 ? "failed" : stop.signal.aborted ? "interrupted" : "passed";
console.log(`soak: ${verdict}, --seed ${seed}`);
process.exit(failures.length > 0 ? 1 : stop.signal.aborted ? 130 : 0);
