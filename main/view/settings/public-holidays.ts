import * as gazette from "@hyunbinseo/holidays-kr/all";

/** Korea's public holidays of a year by date, with their names in Korean. Empty for a year that is not known yet. */
export function publicHolidays(year: number): ReadonlyMap<string, string> {
  const all: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = gazette;
  return new Map(Object.entries(all[`y${year}`] ?? {}).map(([date, names]) => [date, names.join(", ")]));
}
