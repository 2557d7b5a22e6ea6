import { join } from "node:path";
import * as v from "valibot";
import { argsBeforeLink } from "../../core/activation.ts";
import { type History, SavedHistory } from "../../core/attention/history.ts";
import { effectiveValues, lockedOf, preferencesOf } from "../../core/policy/effective.ts";
import { DEFAULT_PREFERENCES, parsePreferences } from "../../core/preferences/preferences.ts";
import { readGivenFile } from "../../files/read-file.ts";
import type { Keychain } from "../account/keychain.ts";
import { openSecrets } from "../account/secrets.ts";
import { layersOf, loadSettings, settingsSource } from "../account/settings-file.ts";
import { parseCommandLine } from "../launch/command-line.ts";
import { loginName } from "../launch/person.ts";
import { policyPlaces } from "../policy/policy-places.ts";
import { readManaged } from "../policy/read-managed.ts";
import { windowsRegistry } from "../policy/windows-registry.ts";
import type { DiagnosedState } from "./gather.ts";

/** Maximum size of the files in bytes, as in the store. */
const MAX_BYTES = 32 * 1024 * 1024;

const WithHistory = v.object({ history: SavedHistory });

/** Reads the state that the app has saved, without a running app. */
export function savedState(userData: string, keychain: Keychain): Omit<DiagnosedState, "keychain" | "bus"> {
  const { platform, env } = process;
  const commandLine = parseCommandLine(argsBeforeLink(process.argv.slice(1)));
  const person = loginName(env);
  const given = { ...commandLine, places: policyPlaces(platform, env, person, windowsRegistry) };
  const managed = readManaged(given, { loginName: person, env });
  const loaded = loadSettings(given, userData, person, openSecrets(userData, keychain), managed);
  const parsed = parsePreferences(jsonIn(join(userData, "preferences.json")) ?? {});
  const chosen = parsed.ok ? parsed.value.preferences : {};
  const values = effectiveValues(DEFAULT_PREFERENCES, layersOf(managed, loaded, userData), chosen);
  const saved = v.safeParse(WithHistory, jsonIn(join(userData, "state", "ledger.json")));
  return {
    userData,
    source: settingsSource(given, managed, userData),
    loaded,
    preferences: { effective: preferencesOf(values), chosen, fixed: lockedOf(values) },
    connection: null,
    history: saved.success ? (saved.output.history as History) : [],
    problems: [],
  };
}

/** Undefined when there is no file, or it cannot be understood. */
function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readGivenFile(file, MAX_BYTES).toString("utf8"));
  } catch {
    return undefined;
  }
}
