import { expect, test } from "vitest";
import { times } from "../sample.ts";
import { runSoak } from "./soak.ts";

test("soak - the app shows what is published, whatever happens around it, and nothing of it grows", async () => {
  const { failures, openings, steps, notices } = await runSoak({
    minutes: times(0.3, 2),
    seed: 1 + Math.floor(Math.random() * 2 ** 31),
    signal: new AbortController().signal,
    say: console.log,
  });
  expect(failures).toEqual([]);
  expect(Math.min(openings, steps, notices)).toBeGreaterThan(0);
});
