const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const YEAR_0 = Date.parse("0000-01-01T00:00:00Z");
const YEAR_9999_END = Date.parse("9999-12-31T23:59:59.999Z");
const DAY = 24 * 60 * MINUTE;
/** Digits. */
const MAX_FRACTION = 9;

const ZERO = "0".charCodeAt(0);
const DASH = "-".charCodeAt(0);
const COLON = ":".charCodeAt(0);
const POINT = ".".charCodeAt(0);
const PLUS = "+".charCodeAt(0);
const T = "t".charCodeAt(0);
const Z = "z".charCodeAt(0);

/**
 * Reads an RFC 3339 date-time with offset (section 5.6) as milliseconds since the Unix epoch. Finer fractions are cut
 * off. `Date.parse` turns 30 February into March and does not accept a leap second. A regular expression in front of it
 * takes four times as long as this parser, a tenth of the cost of an event.
 * @returns undefined for any other text, and for a moment outside the years 0 … 9999 of UTC, because such a moment
 * could not be written again
 */
export function parseRfc3339(text: string): number | undefined {
  const isLaidOut =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    lowerCaseAt(text, 10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON;
  if (!isLaidOut) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const isDay = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isDay || !isWithin(hour, 23) || !isWithin(minute, 59) || !isWithin(second, 60)) return undefined;
  const end = endOfFraction(text, 19);
  const offset = offsetAt(text, end);
  if (offset === undefined) return undefined;
  const local = daysSinceEpoch(year, month, day) * DAY + (hour * 60 + minute) * MINUTE + second * SECOND;
  const time = local + milliseconds(text, end) - offset;
  return time >= YEAR_0 && time <= YEAR_9999_END ? time : undefined;
}

function lowerCaseAt(text: string, at: number): number {
  return text.charCodeAt(at) | 0x20;
}

/** -1 when the character is not a digit. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** The number in these characters; -1 when one of them is not a digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = digitAt(text, at);
    if (digit === -1) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isWithin(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Days from 1 January 1970 to a day of the Gregorian calendar. `Date.UTC` takes ten times as long, and reads the years
 * 0 … 99 as 19xx. A year starts in March here, so that the leap day is its last day (H. Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms", `days_from_civil`).
 */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const fromMarch = month > 2 ? month - 3 : month + 9;
  const years = month > 2 ? year : year - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((153 * fromMarch + 2) / 5) + day - 719_469;
}

/** The index behind the fraction, where the offset begins. `at` itself when there is no valid fraction. */
function endOfFraction(text: string, at: number): number {
  if (text.charCodeAt(at) !== POINT) return at;
  let end = at + 1;
  while (digitAt(text, end) >= 0) end++;
  return end > at + 1 && end <= at + 1 + MAX_FRACTION ? end : at;
}

/** The first three digits of the fraction, which starts at index 20. */
function milliseconds(text: string, end: number): number {
  let value = 0;
  for (let at = 20; at < 23; at++) value = value * 10 + (at < end ? digitAt(text, at) : 0);
  return value;
}

/** The offset from UTC in milliseconds; undefined when there is no offset, or when text follows it. */
function offsetAt(text: string, at: number): number | undefined {
  if (lowerCaseAt(text, at) === Z) return text.length === at + 1 ? 0 : undefined;
  const hour = digits(text, at + 1, at + 3);
  const minute = digits(text, at + 4, at + 6);
  const isLaidOut = text.charCodeAt(at + 3) === COLON && text.length === at + 6;
  if (!isLaidOut || !isWithin(hour, 23) || !isWithin(minute, 59)) return undefined;
  const length = (hour * 60 + minute) * MINUTE;
  if (text.charCodeAt(at) === PLUS) return length;
  return text.charCodeAt(at) === DASH ? -length : undefined;
}
