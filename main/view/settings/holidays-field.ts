import { localDay } from "../../core/attention/hours.ts";
import { dateFormat } from "../time.ts";
import type { HolidaysField } from "./fields.ts";
import { type SettingsInput, setting, wordsOf } from "./input.ts";
import { publicHolidays } from "./public-holidays.ts";

/** The days off, with Korea's public holidays of this and the next year as an offer. */
export function holidaysField(input: SettingsInput): HolidaysField {
  const words = wordsOf(input);
  const { language, calendar, preferences } = input.situation;
  const { holidays } = preferences;
  const today = localDay(calendar, input.now);
  const year = Number(today.slice(0, 4));
  const years = [year, year + 1].filter((each) => publicHolidays(each).size > 0);
  const known = new Map(years.flatMap((each) => [...publicHolidays(each)]));
  const missing = [...known.keys()].filter((date) => date >= today && !holidays.includes(date));
  const format = dateFormat(language, { month: "long", day: "numeric", weekday: "short" });
  const coming = holidays.filter((date) => date >= today);
  return {
    kind: "holidays",
    ...setting(input, "holidays", words.holidaysHint(coming.length)),
    dates: holidays,
    days: coming.map((date) => {
      const day = format({ localTime: (moment) => moment, momentOf: (time) => time }, Date.parse(date));
      const name = language === "ko" ? known.get(date) : undefined;
      return { date, label: name === undefined ? day : `${day} ${name}`, remove: words.holidayRemove(date) };
    }),
    dateLabel: words.holidayDate,
    add: words.holidayAdd,
    ...(missing.length === 0
      ? {}
      : { offer: { label: words.holidaysOfKorea(years.join(", ")), dates: missing } }),
  };
}
