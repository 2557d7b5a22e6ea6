import { parseDocument } from "../../contract/document.ts";
import { unreachable } from "../../contract/result.ts";
import { isPreferenceKey, type PreferenceKey, parsePreference, type SomePreferences } from "./preferences.ts";

/** Maximum size of a preferences file, in bytes. A thousand muted services fit. */
export const MAX_PREFERENCES_BYTES = 256 * 1024;
/** Bad entries that are reported at most. A file with more was hardly edited by hand. */
const MAX_BAD_ENTRIES = 10;
const MAX_KEY_LENGTH = 64;

/** An entry that refuses a preferences file. Keys are cut off at 64 characters. */
export type BadEntry =
  | { readonly kind: "unknown-key"; readonly key: string }
  | { readonly kind: "bad-value"; readonly key: PreferenceKey };

/** Why a preferences file is refused. */
export type PreferencesFileRefusal =
  | { readonly kind: "too-large" }
  | { readonly kind: "not-settings" }
  | { readonly kind: "bad-entries"; readonly entries: readonly BadEntry[] };

export type ReadPreferences =
  | { readonly ok: true; readonly preferences: SomePreferences }
  | { readonly ok: false; readonly refusal: PreferencesFileRefusal };

/** A person's choices as a JSON file. A policy's `preferences` have the same form. */
export function writePreferences(chosen: SomePreferences): string {
  return `${JSON.stringify(chosen, null, 2)}\n`;
}

/** Reads a preferences file. One bad entry refuses the whole file, because half of the choices would be misleading. */
export function readPreferences(bytes: Uint8Array): ReadPreferences {
  const document = parseDocument(bytes, MAX_PREFERENCES_BYTES);
  if (!document.ok) {
    switch (document.reason) {
      case "too-large":
        return { ok: false, refusal: { kind: "too-large" } };
      case "not-utf8":
      case "not-json":
      case "not-an-object":
        return { ok: false, refusal: { kind: "not-settings" } };
      default:
        return unreachable(document.reason);
    }
  }
  let preferences: SomePreferences = {};
  const entries: BadEntry[] = [];
  for (const [key, value] of Object.entries(document.value)) {
    const parsed = parsePreference(key, value);
    if (parsed.ok) preferences = { ...preferences, ...parsed.value };
    else if (isPreferenceKey(key)) entries.push({ kind: "bad-value", key });
    else entries.push({ kind: "unknown-key", key: key.slice(0, MAX_KEY_LENGTH) });
  }
  return entries.length === 0
    ? { ok: true, preferences }
    : { ok: false, refusal: { kind: "bad-entries", entries: entries.slice(0, MAX_BAD_ENTRIES) } };
}
