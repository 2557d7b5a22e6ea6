import * as v from "valibot";
import { PAUSE_CHOICES } from "../../../core/attention/pause.ts";
import { SETTINGS_PAGES } from "../../../core/command.ts";
import { PREFERENCE_KEYS, TimeOfDay } from "../../../core/preferences/preferences.ts";
import type { SettingsView } from "../../../view/settings/settings-view.ts";
import { type OwnCommand, pageCommands, service, serviceCommands, type WindowContract } from "./window.ts";

/** A preference as the page's fields give it. Whether it can be taken is decided where it arrives. */
const value = v.union([
  v.string(),
  v.number(),
  v.boolean(),
  v.null(),
  v.pipe(v.array(v.number()), v.readonly()),
  v.strictObject({ from: v.string(), to: v.string() }),
]);

export const SettingsCommand = v.variant("kind", [
  ...pageCommands,
  ...serviceCommands,
  v.strictObject({ kind: v.literal("page"), page: v.picklist(SETTINGS_PAGES) }),
  /** The history of one service; null for all. */
  v.strictObject({ kind: v.literal("filter-history"), service: v.nullable(service) }),
  v.strictObject({ kind: v.literal("set"), key: v.picklist(PREFERENCE_KEYS), value }),
  /** A notification to look at. */
  v.strictObject({ kind: v.literal("sample") }),
  /** Everything as by default; a file that the OS asks for; what came of it has been read. */
  v.strictObject({ kind: v.picklist(["reset", "import", "export", "dismiss"]) }),
  v.strictObject({ kind: v.literal("pause"), choice: v.picklist(PAUSE_CHOICES) }),
  v.strictObject({ kind: v.literal("pause-until"), time: TimeOfDay }),
  v.strictObject({ kind: v.literal("resume") }),
  v.strictObject({ kind: v.literal("open-account") }),
]);

export interface SettingsContract extends WindowContract {
  readonly view: SettingsView;
  readonly command: OwnCommand<typeof SettingsCommand>;
}
