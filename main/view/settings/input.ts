import * as v from "valibot";
import type { Language } from "../../contract/catalog.ts";
import type { History } from "../../core/attention/history.ts";
import type { SettingsPage } from "../../core/command.ts";
import {
  type PreferenceKey,
  type SomePreferences,
  type Span,
  TimeOfDay,
} from "../../core/preferences/preferences.ts";
import type { Problem } from "../../core/problem.ts";
import { describeProblem, type SettingsWords, wordsIn } from "../../words/index.ts";
import type { Situation } from "../situation.ts";
import type { AccountSummary } from "./account.ts";
import type { Setting } from "./fields.ts";
import type { SettingsOutcome } from "./outcome.ts";

/** A value that was not taken, as it came. */
export interface RefusedValue {
  readonly key: PreferenceKey;
  readonly value: unknown;
}

/** Everything that the settings window is drawn from. */
export interface SettingsInput {
  readonly situation: Situation;
  readonly history: History;
  /** What the policy fixes. */
  readonly fixed: SomePreferences;
  readonly account: AccountSummary | null;
  readonly page: SettingsPage;
  /** The service whose history is shown; null for all. */
  readonly historyOf: string | null;
  readonly refused: RefusedValue | null;
  readonly outcome: SettingsOutcome | null;
  readonly systemLanguage: Language;
  /** As Node names it. */
  readonly platform: string;
  /** The app's own. */
  readonly version: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

export function wordsOf({ situation }: Pick<SettingsInput, "situation">): SettingsWords {
  return wordsIn(situation.language).settings;
}

/** What can stand in the way of a preference, as far as the app has noticed. */
const TROUBLES: Partial<Record<PreferenceKey, readonly Problem["key"][]>> = {
  shortcut: ["shortcut-taken", "shortcut-wayland"],
  startAtLogin: ["autostart-failed"],
  sound: ["notifications-failed", "no-notification-server"],
};

/** What every field of a preference has in common. */
export function setting<Key extends PreferenceKey>(
  { situation, fixed, refused }: SettingsInput,
  key: Key,
  hint: string,
): Setting<Key> {
  const words = wordsIn(situation.language);
  const { settings } = words;
  const trouble = situation.problems.find((problem) => TROUBLES[key]?.includes(problem.key));
  return {
    key,
    label: settings.labels[key],
    hint,
    ...(Object.hasOwn(fixed, key) ? { locked: settings.locked } : {}),
    ...(refused?.key === key
      ? { refusal: `${refusalOf(refused, settings)} ${settings.notSaved}` }
      : trouble === undefined
        ? {}
        : { trouble: describeProblem(words, trouble) }),
  };
}

/** A span is refused for a time that is none before it is refused for the order of two. */
function refusalOf({ key, value }: RefusedValue, words: SettingsWords): string {
  const isUnreadable = isSpan(value) && !(v.is(TimeOfDay, value.from) && v.is(TimeOfDay, value.to));
  return isUnreadable ? words.refusedTime : words.refusals[key];
}

/** Two texts, whatever they say. */
export function isSpan(value: unknown): value is Span {
  return (
    typeof value === "object" &&
    value !== null &&
    "from" in value &&
    "to" in value &&
    typeof value.from === "string" &&
    typeof value.to === "string"
  );
}
