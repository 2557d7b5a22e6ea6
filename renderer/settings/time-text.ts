const DAY = 24 * 60;

/**
 * A time of day as people type it, in 24 hours: `9`, `930`, `9:30`, `09.30`, also in the full-width digits of a Korean
 * input method. The result is `HH:MM`; undefined for what is none.
 */
export function readTime(typed: string): string | undefined {
  const text = typed.normalize("NFKC").trim();
  const [, hours, minutes = "0"] =
    /^(\d{1,2})$/.exec(text) ?? /^(\d{1,2})(?:\s*[:.]\s*|\s+)?(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return `${hours.padStart(2, "0")}:${minutes.padStart(2, "0")}`;
}

/** Whether there is nothing more to type. */
export function isWholeTime(typed: string): boolean {
  return /^\d{2}[:.]?\d{2}$/.test(typed.normalize("NFKC").trim()) && readTime(typed) !== undefined;
}

/**
 * The next quarter or hour of a day, or the one before; behind midnight the day begins again.
 * @param step minutes, negative for back
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
