import type { Language } from "../../contract/catalog.ts";
import type { Span } from "../../core/preferences/preferences.ts";
import type { Section, SpanField, WeekdaysField } from "./fields.ts";
import { holidaysField } from "./holidays-field.ts";
import { isSpan, type SettingsInput, setting, wordsOf } from "./input.ts";

/** The span that is set when it is switched on. */
const WHEN_ON: Readonly<Record<"lunch" | "quietHours", Span>> = {
  lunch: { from: "12:00", to: "13:00" },
  quietHours: { from: "22:00", to: "07:00" },
};

/** 5 January 2026, a Monday. In UTC, because in another time zone it could be a Sunday. */
const SOME_MONDAY = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const WEEK = [1, 2, 3, 4, 5, 6, 7];

export function hoursPage(input: SettingsInput): Section[] {
  const words = wordsOf(input);
  const { lunch, quietHours, onlyWorkingHours, urgentBreaksThrough } = input.situation.preferences;
  return [
    {
      title: words.work,
      items: [
        weekdaysField(input, "workingDays"),
        spanField(input, "workingHours", words.workingHoursHint),
        spanField(input, "lunch", words.lunchHint(lunch !== null)),
        {
          kind: "switch",
          ...setting(input, "onlyWorkingHours", words.onlyHoursHint(onlyWorkingHours)),
          isOn: onlyWorkingHours,
        },
        {
          kind: "switch",
          ...setting(input, "urgentBreaksThrough", words.urgentHint(urgentBreaksThrough)),
          isOn: urgentBreaksThrough,
        },
        holidaysField(input),
      ],
    },
    {
      title: words.quiet,
      items: [
        spanField(
          input,
          "quietHours",
          words.quietHint(quietHours, quietHours !== null && quietHours.to < quietHours.from),
        ),
        ...(quietHours === null ? [] : [weekdaysField(input, "quietDays")]),
      ],
    },
  ];
}

function spanField(
  input: SettingsInput,
  key: "workingHours" | "lunch" | "quietHours",
  hint: string,
): SpanField {
  const words = wordsOf(input);
  const { refused, situation } = input;
  return {
    kind: "span",
    ...setting(input, key, hint),
    // A refused span stays in the field, so that it can be corrected. The hint describes the span in force.
    span: refused?.key === key && isSpan(refused.value) ? refused.value : situation.preferences[key],
    ...(key === "workingHours" ? {} : { whenOn: WHEN_ON[key] }),
    from: words.spanFrom,
    to: words.spanTo,
  };
}

function weekdaysField(input: SettingsInput, key: "workingDays" | "quietDays"): WeekdaysField {
  const { language, preferences } = input.situation;
  const { [key]: chosen } = preferences;
  const words = wordsOf(input);
  return {
    kind: "weekdays",
    ...setting(
      input,
      key,
      key === "workingDays" ? words.workingDaysHint(chosen.length) : words.quietDaysHint,
    ),
    days: WEEK.map((day) => ({
      day,
      short: weekdayName(language, day, "short"),
      long: weekdayName(language, day, "long"),
      isOn: chosen.includes(day),
    })),
  };
}

export function weekdayName(language: Language, day: number, weekday: "short" | "long"): string {
  const format = new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" });
  return format.format(SOME_MONDAY + (day - 1) * DAY);
}
