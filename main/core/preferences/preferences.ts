import * as v from "valibot";
import { DELIVERIES, LANGUAGES, type Language, MAX_SERVICES } from "../../contract/catalog.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";

/** The preferences. Each has a default. A policy may set another default, or lock the value. */

export const THEMES = ["system", "light", "dark"] as const;
export const LANGUAGE_CHOICES = ["system", ...LANGUAGES] as const;

/** Minutes. */
const LEAST_REMINDER = 5;
const MOST_REMINDER = 7 * 24 * 60;

/** `HH:MM`, in the PC's time zone. */
export const TimeOfDay = v.pipe(
  v.string(),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day must be HH:MM, from 00:00 to 23:59"),
);

/** `2026-12-25`, in the PC's time zone. */
export const LocalDate = v.pipe(
  v.string(),
  v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "a date must be as 2026-12-25"),
);

/** Times of day in the PC's time zone. From 22:00 to 07:00 crosses midnight. */
const Span = v.pipe(
  v.strictObject({ from: TimeOfDay, to: TimeOfDay }),
  v.check(({ from, to }) => from !== to, "the two times must differ"),
);

const OrderedSpan = v.pipe(
  Span,
  v.check(({ from, to }) => from < to, "the first time must be earlier than the second"),
);

const Weekdays = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))),
  v.transform((days) => [...new Set(days)].sort()),
);

const serviceId = v.pipe(
  v.string(),
  v.check((id) => canonicalId(id).ok, "a service must be an id of 1 to 64 characters"),
  v.transform((id) => {
    const canonical = canonicalId(id);
    return canonical.ok ? canonical.value : id;
  }),
);

/** An Electron accelerator, such as `Control+Alt+A`: modifiers first, one key last. */
const shortcut = v.pipe(
  v.string(),
  v.regex(
    /^((Control|Ctrl|Command|Cmd|CommandOrControl|CmdOrCtrl|Alt|Option|Shift|Super|Meta)\+)+([A-Z0-9]|F\d{1,2}|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert)$/,
    "a shortcut must be one key after Control, Alt, Shift or Super",
  ),
);

/** One schema per preference, so that a bad value does not affect the others. The policy templates are made from it. */
export const PREFERENCE_SCHEMAS = {
  language: v.picklist(LANGUAGE_CHOICES),
  theme: v.picklist(THEMES),
  /** Whether notifications make a sound. */
  sound: v.boolean(),
  startAtLogin: v.boolean(),
  /** The global shortcut that opens the board; null for none. */
  shortcut: v.nullable(shortcut),
  /** Minutes after which a waiting count is told again; null for never. */
  remindAfter: v.nullable(
    v.pipe(v.number(), v.integer(), v.minValue(LEAST_REMINDER), v.maxValue(MOST_REMINDER)),
  ),
  /** 1 (Monday) … 7 (Sunday). */
  workingDays: Weekdays,
  workingHours: OrderedSpan,
  lunch: v.nullable(OrderedSpan),
  /** Local dates without work, `2026-12-25`. */
  holidays: v.pipe(
    v.array(LocalDate),
    v.maxLength(366),
    v.transform((dates) => [...new Set(dates)].sort()),
  ),
  /** Whether notifications wait outside of the working hours. */
  onlyWorkingHours: v.boolean(),
  /** Whether deadlines that are near or over are told outside of the working hours all the same. */
  urgentBreaksThrough: v.boolean(),
  /** No notifications in these hours. */
  quietHours: v.nullable(Span),
  /** The days on which the quiet hours begin; 1 (Monday) … 7 (Sunday). */
  quietDays: Weekdays,
  morningDigest: v.boolean(),
  leavingDigest: v.boolean(),
  /** Whether the board sums the week up on Friday afternoon. */
  weeklySummary: v.boolean(),
  /** On the lock screen a notification names neither service nor count. */
  hideNamesWhenLocked: v.boolean(),
  /** How services are told, by canonical id. The others are told as the catalog says. */
  delivery: v.pipe(
    v.record(serviceId, v.picklist(DELIVERIES)),
    v.check((services) => Object.keys(services).length <= MAX_SERVICES, "at most 1,000 services"),
  ),
  /** When services with the delivery `batched` are told. */
  batchTimes: v.pipe(
    v.array(TimeOfDay),
    v.minLength(1, "at least one time"),
    v.maxLength(6),
    v.transform((times) => [...new Set(times)].sort()),
  ),
} as const;

export type PreferenceKey = keyof typeof PREFERENCE_SCHEMAS;
export type Preferences = {
  readonly [Key in PreferenceKey]: v.InferOutput<(typeof PREFERENCE_SCHEMAS)[Key]>;
};
/** Times of day, `HH:MM`. */
export type Span = Readonly<v.InferOutput<typeof Span>>;

export const PREFERENCE_KEYS = Object.keys(PREFERENCE_SCHEMAS) as PreferenceKey[];

export const DEFAULT_PREFERENCES: Preferences = {
  language: "system",
  theme: "system",
  sound: true,
  startAtLogin: false,
  shortcut: null,
  remindAfter: 120,
  workingDays: [1, 2, 3, 4, 5],
  workingHours: { from: "09:00", to: "18:00" },
  lunch: { from: "12:00", to: "13:00" },
  holidays: [],
  onlyWorkingHours: true,
  urgentBreaksThrough: true,
  quietHours: null,
  quietDays: [1, 2, 3, 4, 5, 6, 7],
  morningDigest: true,
  leavingDigest: false,
  weeklySummary: false,
  hideNamesWhenLocked: true,
  delivery: {},
  batchTimes: ["11:00", "16:00"],
};

/** Some preferences: a person's choices, or those that a policy fixes. */
export type SomePreferences = { readonly [Key in PreferenceKey]?: Preferences[Key] };

/** A preference that was left out, with the reason. */
export interface RefusedPreference {
  readonly key: string;
  readonly detail: string;
}

/** The result of {@link parsePreferences}. */
export interface ParsedPreferences {
  readonly preferences: SomePreferences;
  /** The preferences that were left out, with the reason. */
  readonly refused: readonly RefusedPreference[];
}

export function isPreferenceKey(key: string): key is PreferenceKey {
  return Object.hasOwn(PREFERENCE_SCHEMAS, key);
}

/** Checks one value of a window, a file or a policy. */
export function parsePreference(
  key: string,
  value: unknown,
): Result<SomePreferences, "unknown-key" | "bad-value"> {
  if (key === "mutedServices") return mutedServices(value);
  if (!isPreferenceKey(key)) return refuse("unknown-key", `unknown key "${key}"`);
  const parsed = v.safeParse(PREFERENCE_SCHEMAS[key], value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    return refuse("bad-value", `${path === null ? key : `${key}.${path}`}: ${issue.message}`);
  }
  return accept({ [key]: parsed.output } as SomePreferences);
}

/** Earlier versions had a list of services without notifications. */
function mutedServices(ids: unknown): ReturnType<typeof parsePreference> {
  if (!Array.isArray(ids)) return refuse("bad-value", "mutedServices: must be a list");
  const parsed = parsePreference("delivery", Object.fromEntries(ids.map((id) => [String(id), "off"])));
  return parsed.ok ? parsed : refuse("bad-value", parsed.detail.replace("delivery", "mutedServices"));
}

/** Checks an object of preferences. A bad one is left out with its reason, and the others stay. */
export function parsePreferences(value: unknown): Result<ParsedPreferences, "not-an-object"> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("not-an-object", "preferences must be a JSON object");
  }
  let preferences: SomePreferences = {};
  const refused: RefusedPreference[] = [];
  for (const [key, entry] of Object.entries(value)) {
    const parsed = parsePreference(key, entry);
    if (parsed.ok) preferences = { ...preferences, ...parsed.value };
    else refused.push({ key, detail: parsed.detail });
  }
  return accept({ preferences, refused });
}

/** The chosen language, or the system's. */
export function languageFor({ language }: Pick<Preferences, "language">, system: Language): Language {
  return language === "system" ? system : language;
}
