import type { Delivery } from "../../contract/catalog.ts";
import type { SnoozeChoice } from "../../core/attention/pause.ts";
import type { PreferenceKey, Span } from "../../core/preferences/preferences.ts";
import type { DeputyView } from "../deputy.ts";
import type { SnoozeMomentView } from "../snooze-moment.ts";

import type { Empty, HistoryItem } from "./history-fields.ts";

export type { Empty, HistoryItem, HistoryRow, HistoryRowKind } from "./history-fields.ts";

/** The elements of the settings window, as data. */

interface Labelled {
  readonly label: string;
  /** The effect of the present value. */
  readonly hint: string;
}

/** The field of one preference. */
export interface Setting<Key extends PreferenceKey = PreferenceKey> extends Labelled {
  readonly key: Key;
  /** Why it cannot be changed; undefined if it can. */
  readonly locked?: string;
  /** Why the last value was refused. */
  readonly refusal?: string;
  /** Why the saved value has no effect. */
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

/** A span of time. With `whenOn` it can be switched off. */
export interface SpanField extends Setting {
  readonly kind: "span";
  /** Null when it is off. */
  readonly span: Span | null;
  /** The span that is set when it is switched on. */
  readonly whenOn?: Span;
  readonly from: string;
  readonly to: string;
}

export interface WeekdaysField extends Setting {
  readonly kind: "weekdays";
  /** From Monday (1) to Sunday (7). */
  readonly days: readonly {
    readonly day: number;
    readonly short: string;
    readonly long: string;
    readonly isOn: boolean;
  }[];
}

/** Days without work. */
export interface HolidaysField extends Setting {
  readonly kind: "holidays";
  /** All dates, past ones included. */
  readonly dates: readonly string[];
  /** The coming ones, with their names. */
  readonly days: readonly { readonly date: string; readonly label: string; readonly remove: string }[];
  readonly dateLabel: string;
  readonly add: string;
  /** Public holidays that are not among the dates. */
  readonly offer?: { readonly label: string; readonly dates: readonly string[] };
}

/** Some times of day, at least one. */
export interface TimesField extends Setting {
  readonly kind: "times";
  readonly times: readonly string[];
  readonly add: string;
  /** The labels of the buttons that remove each time. */
  readonly remove: readonly string[];
}

export interface ShortcutField extends Setting {
  readonly kind: "shortcut";
  /** The keys as printed on a keyboard; empty without a shortcut. */
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
  /** A field for a time of day. `value` is the default (`HH:MM`). */
  readonly until: {
    readonly label: string;
    readonly value: string;
    readonly button: string;
    /** The text shown for an invalid time. */
    readonly fault: string;
  };
  /** A field for the day on which a leave ends. `date` is the default, `time` the start of work. */
  readonly leave: {
    readonly label: string;
    readonly date: string;
    readonly earliest: string;
    readonly time: string;
    readonly button: string;
  };
  /** During a pause of more than a day: the pages on which a deputy is named. */
  readonly delegate?: DeputyView;
  readonly resume: string;
}

/** A button that shows a sample notification with the present preferences. */
export interface SampleItem {
  readonly kind: "sample";
  readonly hint: string;
  readonly button: string;
}

export interface ServicesItem {
  readonly kind: "services";
  readonly rows: readonly ServiceRow[];
  /** Why it cannot be chosen here how services are told. */
  readonly locked?: string;
  readonly empty?: Empty;
}

export interface ServiceRow {
  readonly service: string;
  readonly name: string;
  readonly count: string;
  readonly state: string;
  readonly mode: "on" | "muted" | "snoozed";
  /** How it is told. */
  readonly delivery: {
    readonly label: string;
    readonly value: Delivery;
    readonly options: readonly { readonly value: Delivery; readonly label: string }[];
  };
  readonly snooze: {
    readonly label: string;
    /** The label of the select before a choice. */
    readonly choose: string;
    readonly choices: readonly { readonly choice: SnoozeChoice; readonly label: string }[];
    /** Fields for a date and a time of day, with their default. */
    readonly until: SnoozeMomentView & {
      readonly choose: string;
    };
    readonly end: string;
  };
}

/** Labelled texts without a control. */
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

/** A button that saves a diagnostics file. */
export interface DiagnosticsItem {
  readonly kind: "diagnostics";
  readonly hint: string;
  readonly button: string;
}

/** A button that restarts into another version that is installed. */
export interface RestartItem {
  readonly kind: "restart";
  readonly hint: string;
  readonly button: string;
}

export interface ResetItem {
  readonly kind: "reset";
  readonly label: string;
  readonly hint: string;
  readonly ask: string;
  readonly yes: string;
  readonly no: string;
}

export type Field =
  | SwitchField
  | ChoiceField
  | SpanField
  | WeekdaysField
  | TimesField
  | HolidaysField
  | ShortcutField;

export type Item =
  | Field
  | PauseItem
  | SampleItem
  | ServicesItem
  | FactsItem
  | AccountItem
  | FilesItem
  | DiagnosticsItem
  | RestartItem
  | ResetItem
  | HistoryItem;

export interface Section {
  readonly title?: string;
  readonly items: readonly Item[];
}
