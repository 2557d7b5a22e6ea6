const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** What nearly every service writes, on a day that every month has: the platform reads that right, and fast. */
const USUAL =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

const MINUTE = 60_000;
const YEAR_0 = Date.parse("0000-01-01T00:00:00Z");
const YEAR_9999_END = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * An RFC 3339 date-time with offset, as milliseconds since the Unix epoch (finer fractions are cut off).
 * `Date.parse` alone will not do: it rolls 30 February over into March and knows no leap second.
 * Undefined when the text is anything else, or when its offset leads out of the years 0 … 9999 of UTC: such a moment
 * could be read but not be written again.
 */
export function parseRfc3339(text: string): number | undefined {
  const time = USUAL.test(text) ? Date.parse(text) : parseThoroughly(text);
  return time !== undefined && time >= YEAR_0 && time <= YEAR_9999_END ? time : undefined;
}

function parseThoroughly(text: string): number | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const field = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(field) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [offsetHour, offsetMinute] = [field(9), field(10)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would take the years 0 … 99 for 19xx
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, Number((match[7] ?? "").padEnd(3, "0").slice(0, 3)));
  const offset = (offsetHour * 60 + offsetMinute) * MINUTE;
  return date.getTime() - (match[8] === "-" ? -offset : offset);
}
