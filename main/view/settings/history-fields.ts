/** The history of the settings window, as data. */

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

/** The kind of an entry: told, silent, a withdrawn notification, or another version of the app. */
export type HistoryRowKind = "told" | "silent" | "withdrawn" | "updated";

export interface HistoryRow {
  readonly kind: HistoryRowKind;
  /** The time of day. */
  readonly time: string;
  readonly ago: string;
  /** The full date and time. */
  readonly moment: string;
  readonly text: string;
  readonly why: string;
}

export interface Empty {
  readonly text: string;
  readonly hint?: string;
}
