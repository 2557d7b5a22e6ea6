import * as v from "valibot";
import { PAUSE_CHOICES, SNOOZE_CHOICES } from "../../core/attention/pause.ts";
import { SETTINGS_PAGES } from "../../core/command.ts";
import { PREFERENCE_KEYS, TimeOfDay } from "../../core/preferences/preferences.ts";

/** What the windows may ask for, as schemas: everything is checked where it arrives. */

const service = v.pipe(v.string(), v.maxLength(256));
const services = v.pipe(v.array(service), v.minLength(1), v.maxLength(1000));

/** Of every window. */
export const pageCommands = [
  v.strictObject({ kind: v.literal("begun") }),
  v.strictObject({ kind: v.literal("ready") }),
  v.strictObject({ kind: v.literal("close") }),
] as const;

/** Of every window that shows services. */
const serviceCommands = [
  v.strictObject({ kind: v.literal("snooze"), services, choice: v.picklist(SNOOZE_CHOICES) }),
  v.strictObject({ kind: v.literal("end-snooze"), service }),
  v.strictObject({ kind: v.literal("mute"), service }),
  v.strictObject({ kind: v.literal("unmute"), service }),
] as const;

export const BoardCommand = v.variant("kind", [
  ...pageCommands,
  ...serviceCommands,
  v.strictObject({
    kind: v.literal("drawn"),
    height: v.pipe(v.number(), v.minValue(0), v.maxValue(100_000)),
  }),
  v.strictObject({ kind: v.literal("open-service"), service }),
  v.strictObject({ kind: v.literal("open-settings"), page: v.optional(v.picklist(SETTINGS_PAGES)) }),
  v.strictObject({ kind: v.literal("open-account") }),
  v.strictObject({ kind: v.literal("pause"), choice: v.picklist(PAUSE_CHOICES) }),
  v.strictObject({ kind: v.literal("resume") }),
]);

export const SettingsCommand = v.variant("kind", [
  ...pageCommands,
  ...serviceCommands,
  v.strictObject({ kind: v.literal("page"), page: v.picklist(SETTINGS_PAGES) }),
  v.strictObject({ kind: v.literal("filter-history"), service: v.nullable(service) }),
  v.strictObject({ kind: v.literal("set"), key: v.picklist(PREFERENCE_KEYS), value: v.unknown() }),
  v.strictObject({ kind: v.picklist(["sample", "reset", "import", "export", "dismiss"]) }),
  v.strictObject({ kind: v.literal("pause"), choice: v.picklist(PAUSE_CHOICES) }),
  v.strictObject({ kind: v.literal("pause-until"), time: TimeOfDay }),
  v.strictObject({ kind: v.literal("resume") }),
  v.strictObject({ kind: v.literal("open-account") }),
]);
