import type { PreferenceKey, Span } from "../../core/preferences/preferences.ts";

/** What the settings window consists of, as data. */

interface Labelled {
  readonly label: string;
  /** What it does, as it is set now. */
  readonly hint: string;
}

/** One preference that can be set. */
export interface Setting<Key extends PreferenceKey = PreferenceKey> extends Labelled {
  readonly key: Key;
  /** Why it cannot be changed; only there when it cannot. */
  readonly locked?: string;
  /** Why the last value was not taken. */
  readonly refusal?: string;
  /** Why it has no effect, although it is taken. */
  readonly trouble?: string;
}

export interface SwitchField extends Setting {
  readonly kind: "switch";
  readonly isOn: boolean;
}

export interface ChoiceField extends Setting {
  readonly kind: "choice";
  readonly value: string | number | null;
  readonly options: readonly { readonly value: string | number | null; readonly label: string }[];
}

/** A span of time, which may be switched off where `whenOn` is there. */
export interface SpanField extends Setting {
  readonly kind: "span";
  /** Null when it is off. */
  readonly span: Span | null;
  /** What switching it on sets. */
  readonly whenOn?: Span;
  readonly from: string;
  readonly to: string;
}

export interface WeekdaysField extends Setting {
  readonly kind: "weekdays";
  /** In the order of the week; 1 is Monday. */
  readonly days: readonly {
    readonly day: number;
    readonly short: string;
    readonly long: string;
    readonly isOn: boolean;
  }[];
}

export interface ShortcutField extends Setting {
  readonly kind: "shortcut";
  /** The keys as they stand on a keyboard; empty when there is none. */
  readonly keys: readonly string[];
  readonly words: {
    readonly none: string;
    readonly change: string;
    readonly press: string;
    readonly clear: string;
  };
}

export interface PauseItem extends Labelled {
  readonly kind: "pause";
  readonly isPaused: boolean;
  readonly choices: readonly { readonly choice: "hour" | "evening" | "tomorrow"; readonly label: string }[];
  /** A time of day that can be chosen, and the one that is offered (`HH:MM`). */
  readonly until: {
    readonly label: string;
    readonly value: string;
    readonly button: string;
    /** What is said when it is no time. */
    readonly fault: string;
  };
  readonly resume: string;
}

/** Shows a notification as everything is set. */
export interface SampleItem {
  readonly kind: "sample";
  readonly hint: string;
  readonly button: string;
}

export interface ServicesItem {
  readonly kind: "services";
  readonly rows: readonly ServiceRow[];
  /** Why nobody can mute or unmute here. */
  readonly locked?: string;
  readonly empty?: Empty;
}

export interface ServiceRow {
  readonly service: string;
  readonly name: string;
  readonly count: string;
  readonly state: string;
  readonly mode: "on" | "muted" | "snoozed";
  /** What its switch is called. */
  readonly switchLabel: string;
  readonly snooze: {
    readonly label: string;
    readonly choices: readonly { readonly choice: "hour" | "tomorrow"; readonly label: string }[];
    readonly end: string;
  };
}

/** Things to read. */
export interface FactsItem {
  readonly kind: "facts";
  readonly rows: readonly { readonly label: string; readonly values: readonly string[] }[];
}

export interface AccountItem {
  readonly kind: "account";
  readonly text?: string;
  readonly button: string;
  readonly hint: string;
  readonly locked?: string;
}

export interface FilesItem {
  readonly kind: "files";
  readonly hint: string;
  readonly export: string;
  readonly import: string;
}

export interface ResetItem {
  readonly kind: "reset";
  readonly label: string;
  readonly hint: string;
  readonly ask: string;
  readonly yes: string;
  readonly no: string;
}

export interface HistoryItem {
  readonly kind: "history";
  readonly filter: {
    readonly label: string;
    /** The service's id; null for all. */
    readonly value: string | null;
    readonly options: readonly { readonly value: string | null; readonly label: string }[];
  };
  readonly days: readonly { readonly day: string; readonly rows: readonly HistoryRow[] }[];
  readonly empty?: Empty;
}

/** What a decision was: told, kept silent about, or a notification taken away. */
export type HistoryRowKind = "told" | "silent" | "withdrawn";

export interface HistoryRow {
  readonly kind: HistoryRowKind;
  /** The time of day. */
  readonly time: string;
  readonly ago: string;
  /** Day and time in full. */
  readonly moment: string;
  readonly text: string;
  readonly why: string;
}

export interface Empty {
  readonly text: string;
  readonly hint?: string;
}

export type Field = SwitchField | ChoiceField | SpanField | WeekdaysField | ShortcutField;

export type Item =
  | Field
  | PauseItem
  | SampleItem
  | ServicesItem
  | FactsItem
  | AccountItem
  | FilesItem
  | ResetItem
  | HistoryItem;

export interface Section {
  readonly title?: string;
  readonly items: readonly Item[];
}
