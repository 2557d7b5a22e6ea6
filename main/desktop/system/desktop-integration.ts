import { app, globalShortcut, powerMonitor } from "electron";
import type { Presence } from "../../core/attention/attention.ts";
import type { Command } from "../../core/command.ts";
import { APP_ID } from "../../core/identity.ts";
import type { SomePreferences } from "../../core/preferences/preferences.ts";
import type { Problem } from "../../core/problem.ts";
import type { Clock } from "../clock.ts";
import { type CommandLine, HIDDEN } from "../launch/command-line.ts";
import { homeFolder } from "../launch/person.ts";
import type { Log } from "../log/log.ts";
import { watchNotificationBlocker } from "../notify/notification-blocker.ts";
import type { PreferencesKeeper } from "../state/preferences-keeper.ts";
import type { TrayPort } from "../tray/tray.ts";
import { watchTrayHost } from "../tray/tray-host.ts";
import { type AutostartPorts, createAutostart, startCommand, startsByDefault } from "./autostart.ts";
import { entryFiles } from "./linux/autostart-entry.ts";
import type { Buses } from "./linux/desktop-presence.ts";
import { hasXEmbedTray } from "./linux/xembed-tray.ts";
import { STARTUP_APPROVED } from "./login-item.ts";
import { onNetworkChange } from "./network-watch.ts";
import { blockerPorts } from "./notification-settings.ts";
import { watchPresence } from "./presence.ts";
import { createShortcut, shortcutProblem } from "./shortcut.ts";
import { onWake } from "./wake-watch.ts";
import { queryRegistryNow } from "./windows/windows-registry.ts";

/** Everything that the app registers or watches on the desktop, beside its windows. */
export interface DesktopIntegration {
  /** Applies the start at login and the shortcut. */
  apply(preferences: Pick<PreferencesKeeper, "effective" | "fixed">): void;
  /** Does not close the buses. */
  dispose(): void;
}

export interface DesktopIntegrationPorts {
  readonly platform: NodeJS.Platform;
  readonly given: CommandLine;
  readonly appName: string;
  readonly buses: Buses;
  readonly clock: Clock;
  readonly log: Log;
  readonly tray: Pick<TrayPort, "renew">;
  readonly command: (command: Command) => void;
  readonly presenceChanged: (presence: Presence) => void;
  /** Called after a wake-up or a network change. */
  readonly check: () => void;
  readonly tell: (problem: Problem) => void;
  readonly untell: (key: Problem["key"]) => void;
}

/** Starts all watchers of the desktop. */
export function integrateWithDesktop(ports: DesktopIntegrationPorts): DesktopIntegration {
  const { platform, given, appName, buses, clock, log, command, tell, untell } = ports;

  const shortcut = createShortcut({
    keys: globalShortcut,
    pressed: () => command({ kind: "toggle-board", by: "shortcut" }),
    taken(keys) {
      untell("shortcut-taken");
      untell("shortcut-wayland");
      if (keys !== null) tell(shortcutProblem(keys, platform, process.env["XDG_SESSION_TYPE"]));
    },
  });
  const autostart = createAutostart({
    ...autostartPorts(platform, given, appName),
    approval: () => queryRegistryNow(STARTUP_APPROVED, APP_ID),
    log,
    failed: (detail) =>
      detail === null ? untell("autostart-failed") : tell({ key: "autostart-failed", args: [detail] }),
  });
  const stops = [
    watchPresence(platform, buses, clock, powerMonitor, (presence) => {
      if (presence.isPresenting) tell({ key: "do-not-disturb", args: [] });
      else untell("do-not-disturb");
      ports.presenceChanged(presence);
    }),
    watchNotificationBlocker(platform, blockerPorts, clock, (problem) =>
      problem === undefined ? untell("notifications-off") : tell(problem),
    ),
    onWake(powerMonitor, clock, ports.check),
    onNetworkChange(ports.check),
    ...(platform === "linux" ? [followTray(ports)] : []),
  ];
  return {
    apply({ effective, fixed }) {
      autostart.apply(effective.startAtLogin, fixed.startAtLogin !== undefined);
      shortcut.apply(effective.shortcut);
    },
    dispose() {
      shortcut.dispose();
      for (const stop of stops) stop();
    },
  };
}

/**
 * The defaults that depend on the computer.
 * @param chosen choices of the person
 */
export function computerDefaults(
  platform: NodeJS.Platform,
  given: CommandLine,
  chosen: SomePreferences,
): SomePreferences {
  const ports = autostartPorts(platform, given, "");
  return { startAtLogin: startsByDefault(ports, chosen.startAtLogin !== undefined) };
}

/** @param name of the app in the desktop's lists */
function autostartPorts(
  platform: NodeJS.Platform,
  given: CommandLine,
  name: string,
): Omit<AutostartPorts, "approval" | "log" | "failed"> {
  const isSandboxed = !app.commandLine.hasSwitch("no-sandbox");
  const appFolder = app.isPackaged ? undefined : app.getAppPath();
  return {
    platform,
    command: [...startCommand(process.env, process.execPath, appFolder, given, isSandboxed), HIDDEN],
    files: entryFiles(process.env, homeFolder(), name),
    electron: process.versions.electron,
    items: app,
  };
}

/**
 * Opens the board once when there is no tray. Otherwise the person would not see that the app is running. A hidden
 * start, which the person did not ask for, opens nothing.
 */
function followTray({
  given,
  buses,
  clock,
  tray,
  command,
  tell,
  untell,
}: DesktopIntegrationPorts): () => void {
  let isFirst = true;
  let isStopped = false;
  let stop = (): void => {};
  buses.session.then((bus) => {
    if (isStopped) return;
    stop = watchTrayHost(
      { bus, clock, hasXEmbedTray: () => hasXEmbedTray(process.env), pid: process.pid },
      {
        changed(hasTray) {
          if (hasTray) untell("no-tray");
          else {
            tell({ key: "no-tray", args: [] });
            if (isFirst && !given.isHidden) command({ kind: "open-board" });
          }
          isFirst = false;
        },
        iconMissing: tray.renew,
      },
    );
  });
  return () => {
    isStopped = true;
    stop();
  };
}
