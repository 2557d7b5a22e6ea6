import { expect, test } from "vitest";
import { LoadRecord } from "../../../../build/demo/old-pc/load.ts";

test("load - requests of the last minute, by who asked; older ones are forgotten", () => {
  let now = 100_000;
  const record = new LoadRecord(() => now);
  expect(record.load.answeredIn).toBeUndefined();
  record.asked("bridge");
  record.asked("page");
  record.asked("page");
  record.refused();
  record.answered(150);
  expect(record.load.buckets).toHaveLength(30);
  expect(record.load.buckets.at(-1)).toEqual({ bridge: 1, page: 2 });
  now += 2_000;
  record.asked("bridge");
  expect(record.load.buckets.slice(-2)).toEqual([
    { bridge: 1, page: 2 },
    { bridge: 1, page: 0 },
  ]);
  expect(record.load).toMatchObject({ refused: 1, answeredIn: 150 });
  now += 58_000;
  expect(record.load.buckets[0]).toEqual({ bridge: 1, page: 0 });
  expect(record.load.refused).toBe(0);
});
