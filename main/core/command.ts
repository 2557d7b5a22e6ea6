import type { Delivery } from "../contract/catalog.ts";
import type { PauseChoice, SnoozeChoice } from "./attention/pause.ts";

/** Every command that a person can give, by tray, board, settings, notification, shortcut or link. */
export type Command =
  | { readonly kind: "open-service"; readonly service: string }
  | { readonly kind: "open-board" }
  | { readonly kind: "toggle-board"; readonly by: "tray" | "shortcut" }
  /** The second press of a double click on the tray icon. The board that the first press opened stays. */
  | { readonly kind: "keep-board" }
  | { readonly kind: "open-settings"; readonly page?: SettingsPage | undefined }
  /** The dialog for server and credentials. */
  | { readonly kind: "open-account" }
  | { readonly kind: "pause"; readonly choice: PauseChoice }
  /** Until the next time that the clock shows `time` (`HH:MM`), or until then on a local date (`2026-12-01`). */
  | { readonly kind: "pause-until"; readonly time: string; readonly date?: string | undefined }
  /** Opens the page on which the person names a deputy. */
  | { readonly kind: "open-delegate"; readonly service: string }
  | { readonly kind: "resume" }
  /** Silences these services for a while. Then they are told again. */
  | { readonly kind: "snooze"; readonly services: readonly string[]; readonly choice: SnoozeChoice }
  /** Until a local date (`2026-12-01`) and time (`HH:MM`). */
  | {
      readonly kind: "snooze-until";
      readonly services: readonly string[];
      readonly date: string;
      readonly time: string;
    }
  | { readonly kind: "end-snooze"; readonly service: string }
  /** How a service is told. */
  | { readonly kind: "deliver"; readonly service: string; readonly delivery: Delivery }
  /** Restarts the app after another version was installed over it. */
  | { readonly kind: "restart" }
  | { readonly kind: "quit" };

export const SETTINGS_PAGES = [
  "notifications",
  "hours",
  "services",
  "general",
  "account",
  "policy",
  "history",
  "support",
] as const;

/** The pages of the settings window. */
export type SettingsPage = (typeof SETTINGS_PAGES)[number];
