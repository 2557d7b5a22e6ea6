import {
  effectivePreferences,
  type Preferences,
  parsePreferences,
  type SomePreferences,
} from "../../core/preferences/preferences.ts";
import type { Log } from "../log/log.ts";
import type { Store } from "./store.ts";

/** Keeps the person's choices and the policy's fixed values, and reports changes. */
export class PreferencesKeeper {
  readonly #store: Store<SomePreferences>;
  readonly #listeners = new Set<(preferences: Preferences) => void>();
  #chosen: SomePreferences = {};
  #fixed: SomePreferences = {};
  readonly #defaults: SomePreferences;
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
    this.#defaults = defaultsFor(this.#chosen);
    this.#effective = effectivePreferences(this.#chosen, this.#fixed, this.#defaults);
  }

  /** Choices of the person. All other values come from the policy or the defaults. */
  get chosen(): SomePreferences {
    return this.#chosen;
  }

  /** Values that the policy fixes. */
  get fixed(): SomePreferences {
    return this.#fixed;
  }

  get effective(): Preferences {
    return this.#effective;
  }

  /** Changes some choices. Fixed values stay in effect. */
  change(some: SomePreferences): void {
    this.replace({ ...this.#chosen, ...some });
  }

  /** Replaces all choices. Omitted values return to their defaults. */
  replace(chosen: SomePreferences): void {
    this.#chosen = chosen;
    this.#store.saveNow(() => this.#chosen);
    this.#changed();
  }

  /** Sets the fixed values of another policy. */
  fix(fixed: SomePreferences): void {
    this.#fixed = fixed;
    this.#changed();
  }

  /** Calls back after each change. Returns the undo. */
  onChange(listener: (preferences: Preferences) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#effective = effectivePreferences(this.#chosen, this.#fixed, this.#defaults);
    for (const listener of this.#listeners) listener(this.#effective);
  }
}
