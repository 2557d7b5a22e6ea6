import { defined } from "../../contract/defined.ts";
import {
  PREFERENCE_KEYS,
  type PreferenceKey,
  type Preferences,
  type SomePreferences,
} from "../preferences/preferences.ts";

/** Whether a policy applies to all users of a computer or to one user. */
export type PolicyKind = "machine" | "user";

/** Lines of a file, from 1, by preference. */
export type Lines = { readonly [Key in PreferenceKey]?: number };

/** The preferences of one policy. */
export interface PolicyLayer {
  /** The file, registry key or property list. */
  readonly file: string;
  readonly kind: PolicyKind;
  /** Values that the person cannot change. */
  readonly locked: SomePreferences;
  /** Values that hold until the person chooses another one. */
  readonly defaults: SomePreferences;
  /** Known for a file with lines. */
  readonly lines?: { readonly locked: Lines; readonly defaults: Lines };
}

/** A value in force, and why it is. */
export interface EffectiveValue<Value> {
  readonly value: Value;
  readonly source: "built-in" | "policy default" | "person" | "policy lock";
  /** The policy that gave the value. */
  readonly from?: string;
  readonly line?: number;
}

export type EffectiveValues = { readonly [Key in PreferenceKey]: EffectiveValue<Preferences[Key]> };

/**
 * The value in force of each preference: the built-in default, replaced by a policy's default, by the person's choice, and
 * by a policy's lock. A policy of the machine comes before one of the user.
 * @param layers in the order of reading; of two of the same kind, the later one is used
 */
export function effectiveValues(
  builtIn: Preferences,
  layers: readonly PolicyLayer[],
  chosen: SomePreferences,
): EffectiveValues {
  const values = PREFERENCE_KEYS.map((key) => [key, effectiveValue(key, builtIn, layers, chosen)]);
  return Object.fromEntries(values) as EffectiveValues;
}

function effectiveValue(
  key: PreferenceKey,
  builtIn: Preferences,
  layers: readonly PolicyLayer[],
  chosen: SomePreferences,
): EffectiveValue<unknown> {
  const governingIn = (part: "locked" | "defaults") =>
    governing(
      layers.filter((layer) => Object.hasOwn(layer[part], key)),
      ({ kind }) => kind,
    );
  const lock = governingIn("locked");
  if (lock !== undefined) return stated(lock, "locked", key);
  if (Object.hasOwn(chosen, key)) return { value: chosen[key], source: "person" };
  const standard = governingIn("defaults");
  if (standard !== undefined) return stated(standard, "defaults", key);
  return { value: builtIn[key], source: "built-in" };
}

/** Of several policies that say something, the one that is used: the last one of the machine, else the last one of the user. */
export function governing<Said>(said: readonly Said[], kindOf: (one: Said) => PolicyKind): Said | undefined {
  return said.findLast((one) => kindOf(one) === "machine") ?? said.at(-1);
}

function stated(
  layer: PolicyLayer,
  part: "locked" | "defaults",
  key: PreferenceKey,
): EffectiveValue<unknown> {
  return {
    value: layer[part][key],
    source: part === "locked" ? "policy lock" : "policy default",
    from: layer.file,
    ...defined({ line: layer.lines?.[part][key] }),
  };
}

/** The values alone. */
export function preferencesOf(values: EffectiveValues): Preferences {
  return Object.fromEntries(PREFERENCE_KEYS.map((key) => [key, values[key].value])) as unknown as Preferences;
}

/** The values that the policies lock. */
export function lockedOf(values: EffectiveValues): SomePreferences {
  const locked = PREFERENCE_KEYS.filter((key) => values[key].source === "policy lock");
  return Object.fromEntries(locked.map((key) => [key, values[key].value]));
}
