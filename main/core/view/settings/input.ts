import type { History } from "../../attention/history.ts";
import type { Language } from "../../catalog.ts";
import type { SettingsPage } from "../../command.ts";
import { type Messages, messagesIn } from "../../messages/index.ts";
import type { PreferenceKey, SomePreferences } from "../../preferences.ts";
import type { Situation } from "../situation.ts";
import type { Account } from "./account.ts";
import type { Outcome } from "./outcome.ts";

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
  readonly account: Account | null;
  readonly page: SettingsPage;
  /** The service whose history is shown; null for all. */
  readonly historyOf: string | null;
  readonly refused: RefusedValue | null;
  readonly outcome: Outcome | null;
  readonly systemLanguage: Language;
  /** The app's own. */
  readonly version: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

export type SettingsMessages = Messages["settings"];

export function wordsOf({ situation }: Pick<SettingsInput, "situation">): SettingsMessages {
  return messagesIn(situation.language).settings;
}

/** What every field of a preference has in common. */
export function setting<Key extends PreferenceKey>(
  { situation, fixed, refused }: SettingsInput,
  key: Key,
  hint: string,
): { readonly key: Key; readonly label: string; readonly hint: string; locked?: string; refusal?: string } {
  const words = wordsOf({ situation });
  return {
    key,
    label: words.labels[key],
    hint,
    ...(Object.hasOwn(fixed, key) ? { locked: words.locked } : {}),
    ...(refused?.key === key ? { refusal: `${words.refusals[key]} ${words.notSaved}` } : {}),
  };
}
