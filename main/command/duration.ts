const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const AT_MOST = 100 * 365 * SECONDS.d;

/**
 * The end of a period such as `12h`, `30d` or `never`, in seconds since the Unix epoch. At most 100 years.
 * @param now seconds since the Unix epoch
 * @returns undefined for `never`, `bad` for anything but a period
 */
export function expiryOf(period: string, now: number): number | undefined | "bad" {
  if (period === "never") return undefined;
  const [, count, unit] = /^([1-9]\d{0,9})([smhdw])$/.exec(period) ?? [];
  if (count === undefined || unit === undefined) return "bad";
  const seconds = Number(count) * SECONDS[unit as keyof typeof SECONDS];
  return seconds > AT_MOST ? "bad" : now + seconds;
}
