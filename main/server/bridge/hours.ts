/** Hours of the day in a time zone, in which the old system may be asked. */
export interface AskingHours {
  /** Minutes since midnight. `from` above `to` goes over midnight; equal ones are the whole day. */
  readonly from: number;
  readonly to: number;
  /** Name of the IANA database. */
  readonly timeZone: string;
}

const MINUTE = 60_000;

/** Milliseconds until the hours begin; 0 within them. Summer time may make it wrong by an hour, once. */
export function untilHours({ from, to, timeZone }: AskingHours, now: number): number {
  const minute = minuteOfDay(timeZone, now);
  const isWithin = from === to || (from < to ? minute >= from && minute < to : minute >= from || minute < to);
  return isWithin ? 0 : ((((from - minute) % 1440) + 1440) % 1440) * MINUTE;
}

function minuteOfDay(timeZone: string, now: number): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(
    now,
  );
  const [hour = "0", minute = "0"] = parts.split(":");
  return Number(hour) * 60 + Number(minute);
}
