import { join } from "node:path";
import * as v from "valibot";
import { type History, SavedHistory } from "../../core/attention/history.ts";
import { effectiveValues } from "../../core/policy/effective.ts";
import { faultsProblem } from "../../core/policy/managed-policy.ts";
import { DEFAULT_PREFERENCES, parsePreferences } from "../../core/preferences/preferences.ts";
import type { Keychain } from "../account/keychain.ts";
import { openSecrets } from "../account/secrets.ts";
import { layersOf, loadSettings, settingsSource } from "../account/settings-file.ts";
import type { CommandLine } from "../launch/command-line.ts";
import { loginName } from "../launch/person.ts";
import { policyPlaces } from "../policy/policy-places.ts";
import { readManaged } from "../policy/read-managed.ts";
import { windowsRegistry } from "../policy/windows-registry.ts";
import { MAX_STORE_BYTES } from "../state/store.ts";
import type { DiagnosedState } from "./gather.ts";
import { jsonIn } from "./read-text.ts";

const WithHistory = v.object({ history: SavedHistory });

/** Reads the state that the app has saved, without a running app. */
export function savedState(
  userData: string,
  commandLine: CommandLine,
  keychain: Keychain,
): Omit<DiagnosedState, "keychain" | "bus"> {
  const { platform, env } = process;
  const person = loginName(env);
  const given = { ...commandLine, places: policyPlaces(platform, env, person, windowsRegistry) };
  const managed = readManaged(given, { loginName: person, env });
  const loaded = loadSettings(given, userData, person, openSecrets(userData, keychain), managed);
  const parsed = parsePreferences(jsonIn(join(userData, "preferences.json"), MAX_STORE_BYTES) ?? {});
  const chosen = parsed.ok ? parsed.value.preferences : {};
  const preferences = effectiveValues(DEFAULT_PREFERENCES, layersOf(managed, loaded, userData), chosen);
  const saved = v.safeParse(WithHistory, jsonIn(join(userData, "state", "ledger.json"), MAX_STORE_BYTES));
  const partlyRefused = faultsProblem(managed.faults);
  return {
    userData,
    source: settingsSource(given, managed, userData),
    managed,
    loaded,
    preferences,
    connection: null,
    history: saved.success ? (saved.output.history as History) : [],
    problems: partlyRefused === undefined ? [] : [partlyRefused],
  };
}
