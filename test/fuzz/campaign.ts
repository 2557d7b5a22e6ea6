import { Chance } from "./chance.ts";

/** How many payloads each campaign tries: some ten thousands in `npm test`, a million with `npm run test:fuzz`. */
export const RUNS = Number(process.env["ALRIMI_FUZZ_RUNS"] ?? 20_000);

const SEED = Number(process.env["ALRIMI_FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 32));

export interface Campaign<Case> {
  /** In a few words, for the figures. */
  readonly title: string;
  readonly generate: (chance: Chance) => Case;
  /** Whether the case was accepted. @throws when something is wrong with the answer */
  readonly check: (each: Case) => boolean;
  /** The case, so that a person can send it again. */
  readonly show: (each: Case) => string;
  /** Part of {@link RUNS}, for cases that take long; default 1. */
  readonly share?: number;
}

/**
 * Tries cases, each from a seed of its own, and stops at the first that is wrong.
 * @returns the share that was accepted: a campaign that only meets refusals proves little
 * @throws with the seed (`ALRIMI_FUZZ_SEED=… ALRIMI_FUZZ_RUNS=1` brings the case again) and the case itself
 */
export function run<Case>({ title, generate, check, show, share = 1 }: Campaign<Case>): number {
  const runs = Math.ceil(RUNS * share);
  const startedAt = performance.now();
  let accepted = 0;
  for (let index = 0; index < runs; index++) {
    const seed = (SEED + index) >>> 0;
    const each = generate(new Chance(seed));
    try {
      if (check(each)) accepted++;
    } catch (error) {
      throw new Error(`${title}: seed ${seed}: ${show(each)}`, { cause: error });
    }
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const rate = Math.round(runs / seconds).toLocaleString("en");
  const part = ((100 * accepted) / runs).toFixed(1);
  console.log(`fuzz - ${title}: ${runs.toLocaleString("en")} tried, ${part} % accepted, ${rate} a second`);
  return accepted / runs;
}

/** Bytes for a report: as text with everything unusual escaped. */
export function showBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("latin1");
  return JSON.stringify(text.length > 1_000 ? `${text.slice(0, 1_000)}… (${text.length} bytes)` : text);
}
