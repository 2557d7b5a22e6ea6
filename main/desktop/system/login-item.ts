import type { App } from "electron";
import type { RegistryValue } from "./windows/windows-registry.ts";

/** Start at login on Windows (a registry value below `Run`) and macOS (a system service). */

export interface LoginItemPorts {
  readonly platform: NodeJS.Platform;
  /** Version of Electron. */
  readonly electron: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly items: Pick<App, "getLoginItemSettings" | "setLoginItemSettings">;
  /** The task manager's value for this app's item on Windows. Undefined when there is none, or it cannot be read. */
  readonly approval: () => RegistryValue | undefined;
}

/** Registry key where the task manager and the settings of Windows record switched-off items, by name. */
export const STARTUP_APPROVED =
  "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run";

/**
 * Switches the start at login.
 * @param isFirst only repair: an item that is switched off in the system's settings stays off
 * @param isEnforced whether a policy has decided, against whom the task manager does not count
 * @returns the result, for the log
 * @throws when the system did not change the item, or starts the app by an item for all users
 */
export function switchLoginItem(
  ports: LoginItemPorts,
  isWanted: boolean,
  isFirst: boolean,
  isEnforced = false,
): string {
  const { platform, electron, command, items } = ports;
  const which = platform === "win32" ? windowsItem(command, electron) : {};
  const found = items.getLoginItemSettings(which);
  const isRepair = isFirst && !isEnforced;
  const isByComputer = platform === "win32" && hasComputerItem(found);
  if (isWanted && isByComputer && !found.openAtLogin) return "on, by the item for all users";
  const isOff = platform === "win32" && isFirst && isWanted && isSwitchedOff(found, ports.approval());
  if (isFirst && found.openAtLogin === isWanted && !(isOff && isEnforced) && !(isByComputer && !isWanted)) {
    return isWanted ? "on" : "off";
  }
  if (isRepair && isWanted && platform === "darwin" && found.status === "requires-approval") {
    return "off, as the system's settings say";
  }
  // The app has moved, or is started in another way. The repaired item stays on or off as before.
  const enabled = !(isRepair && isOff);
  items.setLoginItemSettings({ ...which, openAtLogin: isWanted, ...(enabled ? {} : { enabled }) });
  if (items.getLoginItemSettings(which).openAtLogin !== isWanted) {
    throw new Error(`the system keeps it ${isWanted ? "off" : "on"}`);
  }
  if (!isWanted && isByComputer) throw new Error("an item for all users starts it");
  return !isWanted ? "off" : enabled ? "on" : "off, as the task manager says";
}

/** Whether an item for all users of a Windows computer starts this program at login. */
export function isStartedByComputer(
  command: LoginItemPorts["command"],
  electron: string,
  items: Pick<App, "getLoginItemSettings">,
): boolean {
  return hasComputerItem(items.getLoginItemSettings(windowsItem(command, electron)));
}

function hasComputerItem({ launchItems }: Electron.LoginItemSettings): boolean {
  return launchItems.some(({ scope, enabled }) => scope === "machine" && enabled);
}

/** Electron lists only the items of the program at its current path. The approval is stored by name. */
function isSwitchedOff(found: Electron.LoginItemSettings, approval: RegistryValue | undefined): boolean {
  if (approval !== undefined) return isDisapproved(approval);
  return found.launchItems.some(({ scope, enabled }) => scope === "user" && !enabled);
}

/** The first byte is even for an approved item (02, 06) and odd for a switched-off one (03, 07). */
function isDisapproved({ type, data }: RegistryValue): boolean {
  return type === "REG_BINARY" && Number.parseInt(data.slice(0, 2), 16) % 2 === 1;
}

/** First version of Electron that quotes the arguments itself (since March 2026). */
const QUOTES_ARGUMENTS = 39;

/**
 * Item for Electron. The program is quoted for every version: an older one writes it unchanged, and a newer one removes
 * these quotes before it adds its own. Without them, no version finds a program with a space in its path
 * (electron/electron#53911). Arguments must not be quoted twice, because the item would then no longer match.
 */
function windowsItem([program, ...args]: readonly [string, ...string[]], electron: string) {
  const quotesItself = Number.parseInt(electron, 10) >= QUOTES_ARGUMENTS;
  return { path: `"${program}"`, args: quotesItself ? args : args.map(windowsArgument) };
}

function windowsArgument(text: string): string {
  if (!/[\s"]/.test(text)) return text;
  // Backslashes are special only before a quotation mark, where they are doubled.
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}
