import * as v from "valibot";
import { PAUSE_CHOICES } from "../../../core/attention/pause.ts";
import { SETTINGS_PAGES } from "../../../core/command.ts";
import { LocalDate, PREFERENCE_KEYS, TimeOfDay } from "../../../core/preferences/preferences.ts";
import type { SettingsView } from "../../../view/settings/settings-view.ts";
import { type OwnCommand, pageCommands, service, serviceCommands, type WindowContract } from "./window.ts";

/** Value of a field for a preference. `parsePreference` checks it later. */
const value = v.union([
  v.string(),
  v.number(),
  v.boolean(),
  v.null(),
  v.pipe(v.array(v.number()), v.readonly()),
  v.pipe(v.array(v.string()), v.maxLength(400), v.readonly()),
  v.strictObject({ from: v.string(), to: v.string() }),
]);

/** Commands of the settings page. */
export const SettingsCommand = v.variant("kind", [
  ...pageCommands,
  ...serviceCommands,
  v.strictObject({ kind: v.literal("page"), page: v.picklist(SETTINGS_PAGES) }),
  /** Filters the history by service; null for all. */
  v.strictObject({ kind: v.literal("filter-history"), service: v.nullable(service) }),
  v.strictObject({ kind: v.literal("set"), key: v.picklist(PREFERENCE_KEYS), value }),
  /** Shows a sample notification. */
  v.strictObject({ kind: v.literal("sample") }),
  /**
   * `reset` restores the defaults. `import` and `export` open a file dialog. `dismiss` removes the message about the
   * outcome. `diagnose` saves a diagnostics file.
   */
  v.strictObject({ kind: v.picklist(["reset", "import", "export", "diagnose", "dismiss"]) }),
  v.strictObject({ kind: v.literal("pause"), choice: v.picklist(PAUSE_CHOICES) }),
  v.strictObject({ kind: v.literal("pause-until"), time: TimeOfDay, date: v.optional(LocalDate) }),
  v.strictObject({ kind: v.literal("open-delegate"), service }),
  v.strictObject({ kind: v.literal("resume") }),
  v.strictObject({ kind: v.literal("open-account") }),
  v.strictObject({ kind: v.literal("restart") }),
]);

export interface SettingsContract extends WindowContract {
  readonly view: SettingsView;
  readonly command: OwnCommand<typeof SettingsCommand>;
}
