import { setFlagsFromString } from "node:v8";

/** V8's compilers. Without them it interprets. */
const COMPILERS = ["sparkplug", "maglev", "opt"];

/**
 * Their thresholds, about a hundred times the defaults. A flood of events still reaches them.
 */
const LATE = [
  "--baseline-batch-compilation-threshold=409600",
  "--invocation-count-for-maglev=40000",
  "--invocation-count-for-maglev-osr=10000",
  "--invocation-count-for-turbofan=300000",
  "--invocation-count-for-osr=50000",
];

/**
 * Switches the compilers off for the start, which runs almost everything once, but the loader of modules often: their own
 * code (5 MiB) is not read from the disk, and none of theirs is kept. Must be called before the app is loaded.
 */
export function holdCompilers(): void {
  for (const flag of [...LATE, ...COMPILERS.map((name) => `--no-${name}`)]) setFlagsFromString(flag);
}

/** Switches the compilers on again, late as they are. */
export function releaseCompilers(): void {
  for (const name of COMPILERS) setFlagsFromString(`--${name}`);
}
