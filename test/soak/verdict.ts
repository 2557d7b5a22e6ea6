import { textTable } from "../bench/report.ts";
import { median, slopeOf } from "../bench/statistics.ts";
import { FIGURES, type Figure, type Sample } from "./measure.ts";

/** How one figure went. */
export interface Course {
  readonly figure: Figure;
  /** Medians of the first and of the last quarter of the samples. */
  readonly first: number;
  readonly last: number;
  /** Per hour. */
  readonly slope: number;
  readonly standardError: number;
  readonly most: number;
}

interface Bound {
  readonly unit: string;
  /** A slope per hour is too steep when this much is exceeded by more than two standard errors … */
  readonly perHour: number;
  /** … and the medians of the quarters differ by more than this: a short run has steep slopes from nothing. */
  readonly least: number;
}

/** See test/README.md for the reasons. Shared pages are divided among all programs that run, so `memory` is only shown. */
const BOUNDS: Readonly<Record<Figure, Bound>> = {
  memory: { unit: "MiB", perHour: Number.POSITIVE_INFINITY, least: 0 },
  own: { unit: "MiB", perHour: 8, least: 10 },
  heap: { unit: "MiB", perHour: 1, least: 2 },
  files: { unit: "", perHour: 2, least: 2 },
  threads: { unit: "", perHour: 2, least: 3 },
  processes: { unit: "", perHour: 0.5, least: 0 },
  matches: { unit: "", perHour: 0.5, least: 0 },
};
/** Fewer say nothing. */
const LEAST_SAMPLES = 4;
/** Of the time at the beginning that does not count, because an app that has just started still grows. */
const WARM_UP = { share: 0.5, hours: 0.05 };

export function coursesOf(samples: readonly Sample[]): readonly Course[] {
  const until = Math.min((samples.at(-1)?.at ?? 0) * WARM_UP.share, WARM_UP.hours);
  const counted = samples.filter(({ at }) => at >= until);
  if (counted.length < LEAST_SAMPLES) return [];
  const quarter = Math.max(1, Math.floor(counted.length / 4));
  return FIGURES.map((figure) => {
    const values = counted.map((sample) => sample[figure]);
    const { value, standardError } = slopeOf(counted.map((sample) => [sample.at, sample[figure]]));
    return {
      figure,
      first: median(values.slice(0, quarter)),
      last: median(values.slice(-quarter)),
      slope: value,
      standardError,
      most: Math.max(...values),
    };
  });
}

/** What grew more than its bound allows, in words. */
export function grown(courses: readonly Course[]): readonly string[] {
  return courses
    .filter(({ figure, first, last, slope, standardError }) => {
      const { perHour, least } = BOUNDS[figure];
      return slope - 2 * standardError > perHour && last - first > least;
    })
    .map(({ figure, first, last, slope, standardError }) => {
      const { unit, perHour } = BOUNDS[figure];
      const hourly = `${slope.toFixed(1)} ± ${standardError.toFixed(1)} ${unit}`.trim();
      return `${figure} grew from ${first.toFixed(1)} to ${last.toFixed(1)}, ${hourly} an hour; allowed are ${perHour}`;
    });
}

export function courseTable(courses: readonly Course[]): string {
  const header = ["figure", "first quarter", "last quarter", "per hour", "±", "most", "allowed per hour"];
  const rows = courses.map(({ figure, first, last, slope, standardError, most }) => {
    const { unit, perHour } = BOUNDS[figure];
    const value = (number: number): string => `${number.toFixed(1)} ${unit}`.trim();
    return [
      figure,
      value(first),
      value(last),
      slope.toFixed(1),
      standardError.toFixed(1),
      value(most),
      Number.isFinite(perHour) ? String(perHour) : "",
    ];
  });
  return textTable([header, ...rows]);
}
