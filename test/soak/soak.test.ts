import { expect, test } from "vitest";
import { IS_LONG, times } from "../sample.ts";
import { runSoak } from "./soak.ts";

test("soak - the app shows what is published, whatever happens around it, and nothing of it grows", async () => {
  const { failures, steps, openings, notices } = await runSoak({
    minutes: times(0.3, 2),
    seed: IS_LONG ? 1 + Math.floor(Math.random() * 2 ** 31) : 1,
    signal: new AbortController().signal,
    say: console.log,
  });
  expect(failures).toEqual([]);
  expect(steps).toBeGreaterThan(0);
  if (IS_LONG) expect(Math.min(openings, notices)).toBeGreaterThan(10);
});
