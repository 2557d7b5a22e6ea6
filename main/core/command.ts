import type { PauseChoice, SnoozeChoice } from "./attention/pause.ts";

/** Everything that a person may ask the app for, by tray, board, settings, notification, shortcut or link. */
export type Command =
  | { readonly kind: "open-service"; readonly service: string }
  | { readonly kind: "open-board" }
  | { readonly kind: "toggle-board"; readonly by: "tray" | "shortcut" }
  /** The second press of a double click on the tray icon: the board that the first one has opened stays. */
  | { readonly kind: "keep-board" }
  | { readonly kind: "open-settings"; readonly page?: SettingsPage | undefined }
  /** The guided dialog for server and credentials. */
  | { readonly kind: "open-account" }
  | { readonly kind: "pause"; readonly choice: PauseChoice }
  /** Until the clock shows this time (`HH:MM`) next. */
  | { readonly kind: "pause-until"; readonly time: string }
  | { readonly kind: "resume" }
  /** These services are not told of for a while, and told again by themselves. */
  | { readonly kind: "snooze"; readonly services: readonly string[]; readonly choice: SnoozeChoice }
  | { readonly kind: "end-snooze"; readonly service: string }
  | { readonly kind: "mute"; readonly service: string }
  | { readonly kind: "unmute"; readonly service: string }
  | { readonly kind: "quit" };

export const SETTINGS_PAGES = [
  "notifications",
  "hours",
  "services",
  "general",
  "account",
  "history",
] as const;
/** The pages of the settings window. */
export type SettingsPage = (typeof SETTINGS_PAGES)[number];
