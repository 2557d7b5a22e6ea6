const DAY = 24 * 60;

/**
 * Parses a time of day in 24 hours: `9`, `930`, `9:30`, `09.30`, also in the full-width digits of a Korean input
 * method.
 * @returns `HH:MM`, or undefined
 */
export function readTime(typed: string): string | undefined {
  const text = typed.normalize("NFKC").trim();
  const [, hours, minutes = "0"] =
    /^(\d{1,2})$/.exec(text) ?? /^(\d{1,2})(?:\s*[:.]\s*|\s+)?(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return `${hours.padStart(2, "0")}:${minutes.padStart(2, "0")}`;
}

/** Whether the time is complete, with two digits for hour and minute. */
export function isWholeTime(typed: string): boolean {
  return /^\d{2}[:.]?\d{2}$/.test(typed.normalize("NFKC").trim()) && readTime(typed) !== undefined;
}

/**
 * Next or previous multiple of the step. Wraps around at midnight.
 * @param time `HH:MM`
 * @param step minutes; negative for the previous one
 */
export function stepTime(time: string, step: number): string {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const size = Math.abs(step);
  const at = hours * 60 + minutes;
  const next = step > 0 ? (Math.floor(at / size) + 1) * size : (Math.ceil(at / size) - 1) * size;
  const wrapped = (next + DAY) % DAY;
  const twoDigits = (value: number): string => String(value).padStart(2, "0");
  return `${twoDigits(Math.floor(wrapped / 60))}:${twoDigits(wrapped % 60)}`;
}
