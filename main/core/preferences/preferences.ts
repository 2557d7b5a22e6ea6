import * as v from "valibot";
import { LANGUAGES, type Language } from "../../contract/catalog.ts";
import { accept, type Result, refuse } from "../../contract/result.ts";
import { canonicalId } from "../../contract/subject.ts";

/** What a person may choose. Every value has a default, and an administrator's policy may fix any of them. */

export const THEMES = ["system", "light", "dark"] as const;
export const LANGUAGE_CHOICES = ["system", ...LANGUAGES] as const;

/** Minutes. */
const LEAST_REMINDER = 5;
const MOST_REMINDER = 7 * 24 * 60;

/** `HH:MM`, in the PC's time zone. */
export const TimeOfDay = v.pipe(
  v.string(),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day is HH:MM, from 00:00 to 23:59"),
);

/** Times of day in the PC's time zone; from 22:00 to 07:00 goes over midnight. */
const Span = v.pipe(
  v.strictObject({ from: TimeOfDay, to: TimeOfDay }),
  v.check(({ from, to }) => from !== to, "the two times differ"),
);

const OrderedSpan = v.pipe(
  Span,
  v.check(({ from, to }) => from < to, "the first time is earlier than the second"),
);

const serviceId = v.pipe(
  v.string(),
  v.check((id) => canonicalId(id).ok, "a service is an id of 1 to 64 characters"),
  v.transform((id) => {
    const canonical = canonicalId(id);
    return canonical.ok ? canonical.value : id;
  }),
);

/** A key combination as Electron writes it (`Control+Alt+A`): modifiers first, one key last. */
const shortcut = v.pipe(
  v.string(),
  v.regex(
    /^((Control|Ctrl|Command|Cmd|CommandOrControl|CmdOrCtrl|Alt|Option|Shift|Super|Meta)\+)+([A-Z0-9]|F\d{1,2}|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert)$/,
    "a shortcut is one key behind Control, Alt, Shift or Super",
  ),
);

/** One schema for each, so that a bad one loses nothing but itself. */
const schemas = {
  language: v.picklist(LANGUAGE_CHOICES),
  theme: v.picklist(THEMES),
  /** Whether notifications make a sound. */
  sound: v.boolean(),
  startAtLogin: v.boolean(),
  /** Opens the board from anywhere; null for none. */
  shortcut: v.nullable(shortcut),
  /** Minutes after which a count that still waits is told again; null for never. */
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
  /** Nothing is told in these hours, on any day. */
  quietHours: v.nullable(Span),
  morningDigest: v.boolean(),
  leavingDigest: v.boolean(),
  /** On the lock screen a notification says neither service nor count. */
  hideNamesWhenLocked: v.boolean(),
  /** Canonical ids of services that are never told of. */
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

/** Some of them: what a person chose, or what a policy fixes. */
export type SomePreferences = { readonly [Key in PreferenceKey]?: Preferences[Key] };

export interface RefusedPreference {
  readonly key: string;
  readonly detail: string;
}

export interface ParsedPreferences {
  readonly preferences: SomePreferences;
  /** What was left out, and why; the others hold. */
  readonly refused: readonly RefusedPreference[];
}

export function isPreferenceKey(key: string): key is PreferenceKey {
  return Object.hasOwn(schemas, key);
}

/** One value as it came: from a window, a file or a policy. */
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

/** An object of preferences as it came. A bad one is left out with its reason and loses nothing else. */
export function parsePreferences(value: unknown): Result<ParsedPreferences, "not-an-object"> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("not-an-object", "preferences are a JSON object");
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

/** What holds: a policy's value before the person's, and that before the default. */
export function effectivePreferences(chosen: SomePreferences, fixed: SomePreferences): Preferences {
  return { ...DEFAULT_PREFERENCES, ...chosen, ...fixed };
}

/** The language that a person chose, or the system's. */
export function languageFor({ language }: Pick<Preferences, "language">, system: Language): Language {
  return language === "system" ? system : language;
}
