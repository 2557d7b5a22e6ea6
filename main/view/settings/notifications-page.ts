import type { Language } from "../../contract/catalog.ts";
import { defined } from "../../contract/defined.ts";
import { localDay, timeOnDay } from "../../core/attention/hours.ts";
import { PAUSE_CHOICES } from "../../core/attention/pause.ts";
import { deputyView } from "../deputy.ts";
import { nearText } from "../time.ts";
import type { ChoiceField, PauseItem, Section } from "./fields.ts";
import { type SettingsInput, setting, wordsOf } from "./input.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
/** Minutes. */
const REMIND_CHOICES = [30, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY];

export function notificationsPage(input: SettingsInput): Section[] {
  const words = wordsOf(input);
  const { preferences } = input.situation;
  const { from, to } = preferences.workingHours;
  return [
    { title: words.now, items: [pauseItem(input)] },
    {
      title: words.again,
      items: [
        remindField(input),
        {
          kind: "switch",
          ...setting(input, "morningDigest", words.morningHint(from)),
          isOn: preferences.morningDigest,
        },
        {
          kind: "switch",
          ...setting(input, "leavingDigest", words.leavingHint(to)),
          isOn: preferences.leavingDigest,
        },
        {
          kind: "switch",
          ...setting(input, "weeklySummary", words.weeklyHint),
          isOn: preferences.weeklySummary,
        },
      ],
    },
    {
      title: words.manner,
      items: [
        { kind: "switch", ...setting(input, "sound", words.soundHint), isOn: preferences.sound },
        {
          kind: "switch",
          ...setting(input, "hideNamesWhenLocked", words.hideHint(preferences.hideNamesWhenLocked)),
          isOn: preferences.hideNamesWhenLocked,
        },
        { kind: "sample", hint: words.sampleHint, button: words.sampleButton },
      ],
    },
  ];
}

function pauseItem(input: SettingsInput): PauseItem {
  const words = wordsOf(input);
  const { situation, now } = input;
  const { pausedUntil } = situation;
  return {
    kind: "pause",
    label: words.pauseLabel,
    hint: pausedUntil === null ? words.pauseOn : words.pauseOff(nearText(situation, pausedUntil, now)),
    isPaused: pausedUntil !== null,
    choices: PAUSE_CHOICES.map((choice) => ({ choice, label: words.pauseChoices[choice] })),
    until: {
      label: words.pauseUntilLabel,
      value: situation.preferences.workingHours.to,
      button: words.pauseUntil,
      fault: words.refusedTime,
    },
    leave: {
      label: words.leaveLabel,
      date: localDay(situation.calendar, timeOnDay(situation.calendar, now, "12:00", 1)),
      earliest: localDay(situation.calendar, timeOnDay(situation.calendar, now, "12:00", 1)),
      time: situation.preferences.workingHours.from,
      button: words.leaveButton,
    },
    ...defined({ delegate: deputyView(situation, now) }),
    resume: words.resume,
  };
}

function remindField(input: SettingsInput): ChoiceField {
  const words = wordsOf(input);
  const { language, preferences } = input.situation;
  const value = preferences.remindAfter;
  // A policy or a file may hold any number of minutes.
  const minutes = [...new Set([...REMIND_CHOICES, ...(value === null ? [] : [value])])].sort((a, b) => a - b);
  return {
    kind: "choice",
    ...setting(input, "remindAfter", words.remindHint(value === null ? null : durationText(language, value))),
    value,
    options: [
      { value: null, label: words.remindNever },
      ...minutes.map((each) => ({ value: each, label: words.remindAfter(durationText(language, each)) })),
    ],
  };
}

/** A duration in the largest unit that gives a whole number. @param minutes a positive whole number */
export function durationText(language: Language, minutes: number): string {
  const [unit, size] =
    minutes % DAY === 0 ? ["day", DAY] : minutes % HOUR === 0 ? ["hour", HOUR] : ["minute", 1];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: unit as string,
    unitDisplay: "long",
  }).format(minutes / (size as number));
}
