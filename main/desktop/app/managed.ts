import type { PolicyLayer } from "../../core/policy/effective.ts";
import type { ManagedPolicy } from "../../core/policy/managed-policy.ts";
import type { Secrets } from "../account/secrets.ts";
import {
  describeSource,
  type LoadedSettings,
  layersOf,
  loadSettings,
  type SettingsSource,
  settingsSource,
} from "../account/settings-file.ts";
import type { Succession } from "../account/succession.ts";
import { type FollowedPolicies, type FollowPorts, followPolicies } from "../policy/follow-policies.ts";
import { foldersOf } from "../policy/policy-places.ts";
import { type Given, readManaged } from "../policy/read-managed.ts";
import type { PreferencesKeeper } from "../state/preferences-keeper.ts";
import type { Session } from "./session.ts";

/** The policies, and the settings that apply under them. */
export interface Managed extends FollowedPolicies {
  /** Where the settings come from now. */
  source(): SettingsSource;
  /** Loads the settings. @param managed the policies, read now if left out */
  load(managed?: ManagedPolicy): LoadedSettings;
  layersOf(loaded: LoadedSettings): readonly PolicyLayer[];
}

export interface ManagedPorts extends Pick<FollowPorts, "clock" | "log" | "tell" | "untell"> {
  readonly given: Given;
  /** The app's folder. */
  readonly userData: string;
  readonly loginName: string;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: Pick<Secrets, "find">;
  readonly preferences: Pick<PreferencesKeeper, "govern">;
  readonly sessions: () => Succession<Session>;
  /** Draws the windows of the settings and the account again. */
  readonly redraw: () => void;
}

/** Follows the policies: preferences apply at once, and another account or other links begin another session. */
export function followManaged(ports: ManagedPorts): Managed {
  const { given, userData, loginName, env, preferences, redraw } = ports;
  const read = () => readManaged(given, { loginName, env });
  // A policy that the command line names is read at the start and at each dial.
  const folders = given.places === undefined || given.policyFile !== undefined ? [] : foldersOf(given.places);
  const policies = followPolicies({
    ...ports,
    read,
    folders,
    preferencesChanged(managed) {
      const { current } = ports.sessions();
      if (current !== undefined) preferences.govern(layersOf(managed, current.loaded, userData));
      redraw();
    },
    connectionChanged() {
      const sessions = ports.sessions();
      // Before the first session there is nothing to replace; it takes the policies itself.
      if (sessions.current !== undefined) void sessions.change().then(redraw);
    },
  });
  const source = () => settingsSource(given, policies.current, userData);
  ports.log.info(`settings: ${describeSource(source())}`);
  return {
    get current() {
      return policies.current;
    },
    take: policies.take,
    look: policies.look,
    stop: policies.stop,
    source,
    load: (managed = read()) => loadSettings(given, userData, loginName, ports.secrets, managed),
    layersOf: (loaded) => layersOf(policies.current, loaded, userData),
  };
}
