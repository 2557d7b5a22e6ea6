import {
  type EffectiveValues,
  effectiveValues,
  lockedOf,
  type PolicyLayer,
  preferencesOf,
} from "../../core/policy/effective.ts";
import {
  DEFAULT_PREFERENCES,
  isPreferenceKey,
  type Preferences,
  parsePreferences,
  type RefusedPreference,
  type SomePreferences,
} from "../../core/preferences/preferences.ts";
import type { Log } from "../log/log.ts";
import type { Store } from "./store.ts";

/** Keeps the person's choices and the policies' preferences, and reports changes. */
export class PreferencesKeeper {
  readonly #store: Store<SomePreferences>;
  readonly #listeners = new Set<(preferences: Preferences) => void>();
  #chosen: SomePreferences = {};
  /** Entries of the file that were not understood, such as those of a later version. They stay in the file. */
  #kept: Readonly<Record<string, unknown>> = {};
  /** The defaults of the app on this computer. */
  readonly #builtIn: Preferences;
  #layers: readonly PolicyLayer[] = [];
  #values: EffectiveValues;
  #fixed: SomePreferences;
  #effective: Preferences;

  /** @param defaultsFor the defaults that depend on the computer, given the choices of the person at the start */
  constructor(
    store: Store<SomePreferences>,
    log: Log,
    defaultsFor: (chosen: SomePreferences) => SomePreferences = () => ({}),
  ) {
    this.#store = store;
    const parsed = parsePreferences(store.loaded ?? {});
    if (parsed.ok) this.#chosen = parsed.value.preferences;
    const refused = parsed.ok ? parsed.value.refused : [parsed];
    for (const { detail } of refused) log.warn(`preferences: ${detail}`);
    // Nothing in the file was understood, and the next choice would overwrite it.
    if (refused.length > 0 && Object.keys(this.#chosen).length === 0) store.putAside();
    else this.#kept = entriesOf(store.loaded, parsed.ok ? parsed.value.refused : []);
    this.#builtIn = { ...DEFAULT_PREFERENCES, ...defaultsFor(this.#chosen) };
    this.#values = effectiveValues(this.#builtIn, this.#layers, this.#chosen);
    this.#fixed = lockedOf(this.#values);
    this.#effective = preferencesOf(this.#values);
  }

  /** Choices of the person. All other values come from the policies or the defaults. */
  get chosen(): SomePreferences {
    return this.#chosen;
  }

  /** Values that a policy locks. */
  get fixed(): SomePreferences {
    return this.#fixed;
  }

  get effective(): Preferences {
    return this.#effective;
  }

  /** Values in force, with their sources. */
  get values(): EffectiveValues {
    return this.#values;
  }

  /** Changes some choices. Locked values stay in effect. */
  change(some: SomePreferences): void {
    this.#choose({ ...this.#chosen, ...some });
  }

  /** Replaces all choices. Omitted values return to their defaults. */
  replace(chosen: SomePreferences): void {
    const unknown = Object.entries(this.#kept).filter(([key]) => !isPreferenceKey(key));
    this.#kept = Object.fromEntries(unknown);
    this.#choose(chosen);
  }

  #choose(chosen: SomePreferences): void {
    this.#chosen = chosen;
    this.#store.saveNow(() => ({ ...this.#kept, ...this.#chosen }));
    this.#changed();
  }

  /** Applies the preferences of other policies. */
  govern(layers: readonly PolicyLayer[]): void {
    this.#layers = layers;
    this.#changed();
  }

  /** Calls back after each change. Returns the undo. */
  onChange(listener: (preferences: Preferences) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#values = effectiveValues(this.#builtIn, this.#layers, this.#chosen);
    this.#fixed = lockedOf(this.#values);
    this.#effective = preferencesOf(this.#values);
    for (const listener of this.#listeners) listener(this.#effective);
  }
}

function entriesOf(
  loaded: unknown,
  refused: readonly RefusedPreference[],
): Readonly<Record<string, unknown>> {
  const keys = new Set(refused.map(({ key }) => key));
  return Object.fromEntries(Object.entries(loaded ?? {}).filter(([key]) => keys.has(key)));
}
