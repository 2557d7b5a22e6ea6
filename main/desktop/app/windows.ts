import { release } from "node:os";
import { join } from "node:path";
import { app } from "electron";
import type { Language } from "../../contract/catalog.ts";
import type { ManagedPolicy } from "../../core/policy/managed-policy.ts";
import type { SelfUpdate } from "../../core/self-update.ts";
import { accountSummary } from "../../view/settings/account.ts";
import { wordsIn } from "../../words/index.ts";
import { createAccount } from "../account/account.ts";
import type { AccountWindow } from "../account/account-window.ts";
import type { Keychain } from "../account/keychain.ts";
import type { Secrets } from "../account/secrets.ts";
import type { SettingsSource } from "../account/settings-file.ts";
import type { Clock } from "../clock.ts";
import type { Bus } from "../dbus/bus.ts";
import { createDiagnosticsFile } from "../diagnose/diagnostics-file.ts";
import { loginName } from "../launch/person.ts";
import type { Log } from "../log/log.ts";
import type { NotifierPort } from "../notify/notifier.ts";
import { preferencesFiles } from "../state/preferences-files.ts";
import type { PreferencesKeeper } from "../state/preferences-keeper.ts";
import { isNativeWayland } from "../system/linux/ozone.ts";
import { hiddenIcon } from "../tray/overflow-hint.ts";
import type { TrayPort } from "../tray/tray.ts";
import { setAppMenu } from "../windows/app-menu.ts";
import type { BoardPort } from "../windows/board-window.ts";
import { openDoor } from "../windows/ipc.ts";
import { prepareSession } from "../windows/page-scheme.ts";
import { createSettingsWindow, type SettingsWindow } from "../windows/settings-window.ts";
import { createBoard } from "./board.ts";
import type { CurrentSession } from "./current-session.ts";
import type { OpenInSystem } from "./links.ts";
import type { Session } from "./session.ts";

export interface Windows {
  readonly board: BoardPort;
  readonly settings: SettingsWindow;
  readonly account: AccountWindow;
  dispose(): void;
}

export interface WindowsOptions {
  readonly current: CurrentSession<Session>;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the compiled app. */
  readonly out: string;
  /** The app's folder. */
  readonly userData: string;
  /** Where the settings come from now. */
  readonly source: () => SettingsSource;
  readonly policies: () => ManagedPolicy;
  readonly ownUpdates: () => SelfUpdate;
  readonly secrets: Secrets;
  readonly keychain: Keychain;
  readonly sessionBus: Promise<Bus | undefined>;
  readonly preferences: PreferencesKeeper;
  readonly systemLanguage: Language;
  readonly language: () => Language;
  readonly tray: Pick<TrayPort, "bounds">;
  readonly openInSystem: OpenInSystem;
  readonly notifier: Pick<NotifierPort, "show">;
}

/** Creates all windows and the IPC door that their pages share. */
export function createWindows(options: WindowsOptions): Windows {
  const { current, clock, log, out, userData, source, preferences, language } = options;
  const { platform, env, versions } = process;
  const door = openDoor(log);
  setAppMenu(platform);
  // Not at the start: Chromium's session takes 8 MiB. Opening the first window creates it.
  app.on("session-created", (created) => prepareSession(created, join(out, "renderer")));

  const board = createBoard(
    {
      page: { name: "board", out },
      platform,
      title: () => wordsIn(language()).app.name,
      trayBounds: options.tray.bounds,
      fixed: () => preferences.fixed,
      isNativeWayland: isNativeWayland({
        platform,
        env,
        ozonePlatform: app.commandLine.getSwitchValue("ozone-platform"),
        electron: versions.electron,
      }),
      clock,
      log,
      refresh: current.refreshBoard,
    },
    door,
    current.command,
  );
  const settings = createSettingsWindow({
    page: { name: "settings", out },
    door,
    clock,
    log,
    preferences,
    files: preferencesFiles,
    diagnostics: createDiagnosticsFile(async () => {
      const { hub, loaded } = current.get();
      return {
        userData,
        source: source(),
        managed: options.policies(),
        loaded,
        preferences: preferences.values,
        connection: hub.situation.connection,
        history: hub.history,
        problems: hub.situation.problems,
        keychain: options.keychain,
        bus: await options.sessionBus,
      };
    }, clock),
    notifier: options.notifier,
    facts() {
      const { hub, loaded } = current.get();
      const { layers, faults, fleet = false } = options.policies();
      return {
        situation: hub.situation,
        history: hub.history,
        account: loaded.ok ? accountSummary(loaded.settings, source().isPolicy) : null,
        policies: { files: layers.map(({ file }) => file), faults, isInFleet: fleet },
        ownUpdates: options.ownUpdates(),
      };
    },
    systemLanguage: options.systemLanguage,
    platform,
    version: app.getVersion(),
    command: current.command,
  });
  const account = createAccount({
    page: { name: "account", out },
    door,
    clock,
    log,
    language,
    source,
    userData,
    loginName: loginName(env),
    secrets: options.secrets,
    policies: options.policies,
    openInSystem: options.openInSystem,
    loaded: () => current.get().loaded,
    firstStart: () => ({
      isStartFixed: preferences.fixed.startAtLogin !== undefined,
      hiddenIcon: hiddenIcon(platform, release(), env, current.get().hub.situation.problems),
    }),
    startAtLogin: (isOn) => preferences.change({ startAtLogin: isOn }),
  });

  return {
    board,
    settings,
    account,
    dispose() {
      door.close();
      for (const window of [board, settings, account]) window.dispose();
    },
  };
}
