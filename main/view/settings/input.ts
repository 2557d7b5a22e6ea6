import * as v from "valibot";
import type { Language } from "../../contract/catalog.ts";
import type { History } from "../../core/attention/history.ts";
import type { SettingsPage } from "../../core/command.ts";
import type { EffectiveValues } from "../../core/policy/effective.ts";
import type { PolicyFault } from "../../core/policy/managed-policy.ts";
import {
  type PreferenceKey,
  type SomePreferences,
  type Span,
  TimeOfDay,
} from "../../core/preferences/preferences.ts";
import type { Problem } from "../../core/problem.ts";
import type { SelfUpdate } from "../../core/self-update.ts";
import { describeProblem, type SettingsWords, wordsIn } from "../../words/index.ts";
import type { Situation } from "../situation.ts";
import type { AccountSummary } from "./account.ts";
import type { Setting } from "./fields.ts";
import type { SettingsOutcome } from "./outcome.ts";

/** A refused value as it was received. */
export interface RefusedValue {
  readonly key: PreferenceKey;
  readonly value: unknown;
}

/** The state from which the settings window is drawn. */
export interface SettingsInput {
  readonly situation: Situation;
  readonly history: History;
  /** The preferences that the policy fixes. */
  readonly fixed: SomePreferences;
  /** The preferences in force, with their sources. */
  readonly values: EffectiveValues;
  readonly policies: {
    /** The policies that were read, in their order. */
    readonly files: readonly string[];
    readonly faults: readonly PolicyFault[];
    /** Whether the app reports its state to the administrator. */
    readonly isInFleet: boolean;
  };
  /** The updates that the app takes itself. */
  readonly ownUpdates: SelfUpdate;
  readonly account: AccountSummary | null;
  readonly page: SettingsPage;
  /** The service whose history is shown; null for all. */
  readonly historyOf: string | null;
  readonly refused: RefusedValue | null;
  readonly outcome: SettingsOutcome | null;
  readonly systemLanguage: Language;
  /** A value of `process.platform`. */
  readonly platform: string;
  /** The app's version. */
  readonly version: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The settings' texts in the person's language. */
export function wordsOf({ situation }: Pick<SettingsInput, "situation">): SettingsWords {
  return wordsIn(situation.language).settings;
}

/** The problems that can make a preference ineffective. */
const TROUBLES: Partial<Record<PreferenceKey, readonly Problem["key"][]>> = {
  shortcut: ["shortcut-taken", "shortcut-wayland"],
  startAtLogin: ["autostart-failed"],
  sound: ["notifications-failed", "no-notification-server"],
};

/** The common part of every preference's field. */
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

/** An invalid time in a span is reported before a wrong order of its two times. */
function refusalOf({ key, value }: RefusedValue, words: SettingsWords): string {
  const isUnreadable = isSpan(value) && !(v.is(TimeOfDay, value.from) && v.is(TimeOfDay, value.to));
  return isUnreadable ? words.refusedTime : words.refusals[key];
}

/** Checks the shape only. The two texts may be invalid times. */
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
