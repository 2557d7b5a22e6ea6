import { expect, test } from "vitest";
import { slopeOf } from "../bench/statistics.ts";
import { Counter, type Known } from "./counts.ts";
import { FIGURES, type Sample } from "./measure.ts";
import { wrongInTray, wrongOnBoard } from "./shown.ts";
import { coursesOf, courseTable, grown } from "./verdict.ts";

/** An hour of samples; `grows` per hour, with a sawtooth as collections make it. */
function hour(grows: Partial<Sample>, hours = 1): Sample[] {
  return Array.from({ length: 120 }, (_, index) => {
    const at = (index / 119) * hours;
    const saw = (index % 5) - 2;
    const value = (figure: (typeof FIGURES)[number], base: number, noise: number): number =>
      base + (grows[figure] ?? 0) * at + saw * noise;
    return {
      at,
      memory: value("memory", 200, 3),
      own: value("own", 80, 2),
      heap: value("heap", 8, 0.1),
      files: value("files", 144, 0),
      threads: value("threads", 50, 0),
      processes: value("processes", 4, 0),
      matches: value("matches", 40, 0),
    };
  });
}

test("slope - of a line it is exact, and its error grows with what is beside the line", () => {
  expect(slopeOf([0, 1, 2, 3].map((x) => [x, 5 + 2 * x]))).toEqual({ value: 2, standardError: 0 });
  const { value, standardError } = slopeOf([
    [0, 0],
    [1, 3],
    [2, 1],
    [3, 4],
  ]);
  expect(value).toBeCloseTo(1);
  expect(standardError).toBeCloseTo(Math.sqrt(5 / 2 / 5)); // residuals -0.5, 1.5, -1.5, 0.5
});

test("soak verdict - what only goes up and down has not grown, and what leaks has, by name", () => {
  expect(grown(coursesOf(hour({})))).toEqual([]);
  expect(grown(coursesOf(hour({ memory: 50, own: 5 })))).toEqual([]);
  for (const figure of FIGURES.filter((each) => each !== "memory")) {
    const [told, ...others] = grown(coursesOf(hour({ [figure]: 40 })));
    expect(told).toMatch(new RegExp(`^${figure} grew from`));
    expect(others).toEqual([]);
  }
});

test("soak verdict - a steep slope of a short run is none while little was gained", () => {
  expect(grown(coursesOf(hour({ own: 100, heap: 20 }, 2 / 60)))).toEqual([]);
  expect(grown(coursesOf(hour({ own: 2_000 }, 2 / 60)))).toHaveLength(1);
});

test("soak verdict - the beginning does not count, and too few samples say nothing", () => {
  const samples = hour({}).map((sample) => (sample.at < 0.04 ? { ...sample, memory: 500 } : sample));
  const [memory] = coursesOf(samples);
  expect(memory).toMatchObject({ figure: "memory", most: 206 });
  expect(courseTable(coursesOf(samples))).toMatch(/^memory +\d+\.\d MiB/m);
  expect(coursesOf(samples.slice(0, 3))).toEqual([]);
});

const named = (name: string, count: number, mark: Known["mark"] = "sure") => ({ name, count, mark });

test("soak - the tray is right only with every count, its mark and the total", () => {
  const counters = [named("메일", 4), named("법인카드", 0), named("휴가·출장", 3, "unsure")];
  const tray = (...lines: string[]): string[] => wrongInTray(lines.join("\n"), counters, "fresh");
  const total = "알림이 — 결재 대기 7건 · 일부 미확인";
  const state = "1개 서비스의 건수를 확인하지 못했습니다 · 09:00 기준";
  expect(tray(total, state, "메일 4", "휴가·출장 3 (미확인)")).toEqual([]);
  expect(tray(total.replace("7", "8"), state, "메일 4", "휴가·출장 3 (미확인)")).toHaveLength(1);
  expect(tray(total, state, "메일 5", "휴가·출장 3 (미확인)")).toHaveLength(1);
  expect(tray(total, state, "메일 4", "휴가·출장 3")).toHaveLength(1);
  expect(tray(total, state, "메일 4", "법인카드 0", "휴가·출장 3 (미확인)")).toHaveLength(1);
  expect(tray(total, "연결 끊김 · 09:00 기준", "메일 4", "휴가·출장 3 (미확인)")).toHaveLength(2);
});

test("soak - the board is right only with every count and its mark, and no 0 that may be old", () => {
  const counters = [named("메일", 4), named("법인카드", 0)];
  const row = (name: string, digits: string, isDoubted = false) => ({ name, digits, isDoubted });
  const fresh = { status: "status status-fresh", rows: [row("메일", "4"), row("법인카드", "0")] };
  expect(wrongOnBoard(fresh, counters, "fresh")).toEqual([]);
  expect(wrongOnBoard(fresh, counters, "away")).toHaveLength(2);
  expect(wrongOnBoard({ ...fresh, rows: [row("메일", "4")] }, counters, "fresh")).toHaveLength(1);
  expect(
    wrongOnBoard({ ...fresh, rows: [row("메일", "4", true), row("법인카드", "0")] }, counters, "fresh"),
  ).toHaveLength(1);
});

test("soak - a notice of an older count is known as such, and that of the step before is allowed", () => {
  const counter = new Counter("mail", "메일", {
    next: () => 0,
    below: () => 0,
    pick: ([first]) => first as never,
    shuffled: (all) => [...all],
  });
  counter.next("up");
  expect(counter.isNew(1)).toBe(true);
  counter.checked();
  counter.next("up");
  expect([1, 2].map((count) => counter.isNew(count))).toEqual([true, true]);
  counter.checked();
  counter.checked();
  expect([1, 2].map((count) => counter.isNew(count))).toEqual([false, true]);
});
