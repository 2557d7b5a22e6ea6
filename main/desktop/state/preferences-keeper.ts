import {
  effectivePreferences,
  type Preferences,
  parsePreferences,
  type SomePreferences,
} from "../../core/preferences/preferences.ts";
import type { Log } from "../log/log.ts";
import type { Store } from "./store.ts";

/** Keeps what the person chose, beside what a policy fixes, and tells everybody of a change. */
export class PreferencesKeeper {
  readonly #store: Store<SomePreferences>;
  readonly #listeners = new Set<(preferences: Preferences) => void>();
  #chosen: SomePreferences = {};
  #fixed: SomePreferences = {};
  #effective: Preferences;

  constructor(store: Store<SomePreferences>, log: Log) {
    this.#store = store;
    const parsed = parsePreferences(store.loaded ?? {});
    if (parsed.ok) this.#chosen = parsed.value.preferences;
    const refused = parsed.ok ? parsed.value.refused : [parsed];
    for (const { detail } of refused) log.warn(`preferences: ${detail}`);
    // Nothing in it is understood, and the next choice would be written over it.
    if (refused.length > 0 && Object.keys(this.#chosen).length === 0) store.putAside();
    this.#effective = effectivePreferences(this.#chosen, this.#fixed);
  }

  /** What the person chose; everything else is as the policy or the default says. */
  get chosen(): SomePreferences {
    return this.#chosen;
  }

  /** What the policy fixes. */
  get fixed(): SomePreferences {
    return this.#fixed;
  }

  get effective(): Preferences {
    return this.#effective;
  }

  /** Changes some. What the policy fixes holds all the same. */
  change(some: SomePreferences): void {
    this.replace({ ...this.#chosen, ...some });
  }

  /** Takes these for everything that the person chose; the rest is as by default. */
  replace(chosen: SomePreferences): void {
    this.#chosen = chosen;
    this.#store.saveNow(() => this.#chosen);
    this.#changed();
  }

  /** Another policy holds. */
  fix(fixed: SomePreferences): void {
    this.#fixed = fixed;
    this.#changed();
  }

  /** Calls back after each change; returns the undo. */
  onChange(listener: (preferences: Preferences) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#effective = effectivePreferences(this.#chosen, this.#fixed);
    for (const listener of this.#listeners) listener(this.#effective);
  }
}
