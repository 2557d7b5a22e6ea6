import { parseRfc3339 } from "../contract/rfc3339.ts";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const AT_MOST = 100 * 365 * SECONDS.d;

/**
 * The seconds of a period such as `12h`, `30d` or `never`. At most 100 years.
 * @returns undefined for `never`, `bad` for anything but a period
 */
export function secondsOf(period: string): number | undefined | "bad" {
  if (period === "never") return undefined;
  const [, count, unit] = /^([1-9]\d{0,9})([smhdw])$/.exec(period) ?? [];
  if (count === undefined || unit === undefined) return "bad";
  const seconds = Number(count) * SECONDS[unit as keyof typeof SECONDS];
  return seconds > AT_MOST ? "bad" : seconds;
}

/**
 * The moment that `30d` (so long before now), `2026-03-01` (its beginning in UTC) or an RFC 3339 time names.
 * @param now seconds since the Unix epoch
 * @returns seconds since the Unix epoch; `bad` for anything else, and for a moment after now
 */
export function momentBefore(text: string, now: number): number | "bad" {
  const seconds = secondsOf(text);
  if (typeof seconds === "number") return now - seconds;
  const time = parseRfc3339(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  return time === undefined || time / 1000 > now ? "bad" : time / 1000;
}
