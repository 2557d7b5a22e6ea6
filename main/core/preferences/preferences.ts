import * as v from "valibot";
import { LANGUAGES, type Language } from "../../contract/catalog.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";

/** The preferences. Each has a default, and an administrator's policy may fix any of them. */

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

/** Times of day in the PC's time zone. From 22:00 to 07:00 crosses midnight. */
const Span = v.pipe(
  v.strictObject({ from: TimeOfDay, to: TimeOfDay }),
  v.check(({ from, to }) => from !== to, "the two times must differ"),
);

const OrderedSpan = v.pipe(
  Span,
  v.check(({ from, to }) => from < to, "the first time must be earlier than the second"),
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

/** One schema per preference, so that a bad value does not affect the others. */
const schemas = {
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
  workingDays: v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))),
    v.transform((days) => [...new Set(days)].sort()),
  ),
  workingHours: OrderedSpan,
  lunch: v.nullable(OrderedSpan),
  /** No notifications in these hours, on any day. */
  quietHours: v.nullable(Span),
  morningDigest: v.boolean(),
  leavingDigest: v.boolean(),
  /** On the lock screen a notification names neither service nor count. */
  hideNamesWhenLocked: v.boolean(),
  /** Canonical ids of services without notifications. */
  mutedServices: v.pipe(
    v.array(serviceId),
    v.maxLength(1000),
    v.transform((ids) => [...new Set(ids)]),
  ),
} as const;

export type PreferenceKey = keyof typeof schemas;
export type Preferences = { readonly [Key in PreferenceKey]: v.InferOutput<(typeof schemas)[Key]> };
/** Times of day, `HH:MM`. */
export type Span = Readonly<v.InferOutput<typeof Span>>;

export const PREFERENCE_KEYS = Object.keys(schemas) as PreferenceKey[];

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
  quietHours: null,
  morningDigest: true,
  leavingDigest: false,
  hideNamesWhenLocked: true,
  mutedServices: [],
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
  return Object.hasOwn(schemas, key);
}

/** Checks one value of a window, a file or a policy. */
export function parsePreference(
  key: string,
  value: unknown,
): Result<SomePreferences, "unknown-key" | "bad-value"> {
  if (!isPreferenceKey(key)) return refuse("unknown-key", `unknown key "${key}"`);
  const parsed = v.safeParse(schemas[key], value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    return refuse("bad-value", `${path === null ? key : `${key}.${path}`}: ${issue.message}`);
  }
  return accept({ [key]: parsed.output } as SomePreferences);
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

/**
 * The preferences in force: the policy's value, else the person's, else the default.
 * @param defaults those that depend on the computer
 */
export function effectivePreferences(
  chosen: SomePreferences,
  fixed: SomePreferences,
  defaults: SomePreferences = {},
): Preferences {
  return { ...DEFAULT_PREFERENCES, ...defaults, ...chosen, ...fixed };
}

/** The chosen language, or the system's. */
export function languageFor({ language }: Pick<Preferences, "language">, system: Language): Language {
  return language === "system" ? system : language;
}
