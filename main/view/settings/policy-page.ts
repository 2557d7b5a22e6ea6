import { placeOf } from "../../core/policy/policy-source.ts";
import { PREFERENCE_KEYS, type PreferenceKey, type Preferences } from "../../core/preferences/preferences.ts";
import { acceleratorKeys } from "../accelerator.ts";
import { shownServices } from "../situation.ts";
import type { Section } from "./fields.ts";
import { weekdayName } from "./hours-page.ts";
import { type SettingsInput, wordsOf } from "./input.ts";
import { durationText } from "./notifications-page.ts";

/** Every preference in force with its source, and the policies of the administrators. */
export function policyPage(input: SettingsInput): Section[] {
  const { policy } = wordsOf(input);
  const { files, faults, isInFleet } = input.policies;
  const bad = faults.map(({ where, detail }) => `${where} — ${detail}`);
  return [
    {
      items: [
        {
          kind: "facts",
          rows: [
            { label: policy.files, values: files.length === 0 ? [policy.noFiles] : [...new Set(files)] },
            ...(bad.length === 0 ? [] : [{ label: policy.faults, values: [...new Set(bad)] }]),
            ...(isInFleet ? [{ label: policy.fleet, values: [policy.fleetOn] }] : []),
          ],
        },
      ],
    },
    {
      title: policy.values,
      items: [
        {
          kind: "facts",
          rows: PREFERENCE_KEYS.map((key) => ({
            label: wordsOf(input).labels[key],
            values: [valueText(input, key), sourceText(input, key)],
          })),
        },
      ],
    },
  ];
}

function sourceText(input: SettingsInput, key: PreferenceKey): string {
  const { sources } = wordsOf(input).policy;
  const { source, from, line } = input.values[key];
  return from === undefined ? sources[source] : `${sources[source]}: ${placeOf(from, line)}`;
}

function valueText(input: SettingsInput, key: PreferenceKey): string {
  return TEXTS[key](input, input.values[key].value as never);
}

type Text<Value> = (input: SettingsInput, value: Value) => string;

const onOff: Text<boolean> = (input, isOn) => {
  const { on, off } = wordsOf(input).policy;
  return isOn ? on : off;
};

const span: Text<Preferences["lunch"]> = (input, value) =>
  value === null ? wordsOf(input).policy.off : `${value.from}–${value.to}`;

const list = (input: SettingsInput, texts: readonly string[]): string =>
  texts.length === 0 ? wordsOf(input).policy.none : texts.join(", ");

const weekdays: Text<readonly number[]> = (input, days) =>
  list(
    input,
    days.map((day) => weekdayName(input.situation.language, day, "long")),
  );

const TEXTS: { readonly [Key in PreferenceKey]: Text<Preferences[Key]> } = {
  language(input, value) {
    const words = wordsOf(input);
    return value === "system"
      ? words.languageSystem(words.languages[input.systemLanguage])
      : words.languages[value];
  },
  theme: (input, value) => wordsOf(input).themes[value],
  sound: onOff,
  startAtLogin: onOff,
  shortcut: (input, value) =>
    value === null ? wordsOf(input).shortcutNone : acceleratorKeys(value, input.platform).join("+"),
  remindAfter(input, value) {
    const words = wordsOf(input);
    return value === null
      ? words.remindNever
      : words.remindAfter(durationText(input.situation.language, value));
  },
  workingDays: weekdays,
  holidays: list,
  onlyWorkingHours: onOff,
  urgentBreaksThrough: onOff,
  quietDays: weekdays,
  workingHours: span,
  lunch: span,
  quietHours: span,
  morningDigest: onOff,
  leavingDigest: onOff,
  weeklySummary: onOff,
  hideNamesWhenLocked: onOff,
  delivery(input, services) {
    const names = new Map(shownServices(input.situation).map(({ service, name }) => [service.id, name]));
    const { deliveries } = wordsOf(input);
    return list(
      input,
      Object.entries(services).map(([id, delivery]) => `${names.get(id) ?? id}: ${deliveries[delivery]}`),
    );
  },
  batchTimes: list,
};
