import type { App } from "electron";
import type { RegistryValue } from "./windows/windows-registry.ts";

/** The start at login on Windows (a value below the registry's `Run`) and macOS (a service of the system's). */

export interface LoginItemPorts {
  readonly platform: NodeJS.Platform;
  /** Version of Electron. */
  readonly electron: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly items: Pick<App, "getLoginItemSettings" | "setLoginItemSettings">;
  /** What the task manager keeps of this app's item on Windows; undefined when it keeps nothing, or cannot be asked. */
  readonly approval: () => RegistryValue | undefined;
}

/** Where the task manager and the settings of Windows keep what was switched off there, by the item's name. */
export const STARTUP_APPROVED =
  "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run";

/**
 * Switches the start at login, and says what it did.
 * @param isFirst only brings up to date: what was switched off in the system's own settings stays off
 * @throws when the system keeps it as it was
 */
export function switchLoginItem(ports: LoginItemPorts, isWanted: boolean, isFirst: boolean): string {
  const { platform, electron, command, items } = ports;
  const which = platform === "win32" ? windowsItem(command, electron) : {};
  const found = items.getLoginItemSettings(which);
  if (isFirst && found.openAtLogin === isWanted) return isWanted ? "on" : "off";
  if (isFirst && isWanted && platform === "darwin" && found.status === "requires-approval") {
    return "off, as the system's settings say";
  }
  // It has moved, or is started in another way. Put right, it is as much on or off as before.
  const enabled = !(isFirst && platform === "win32" && isSwitchedOff(found, ports.approval()));
  items.setLoginItemSettings({ ...which, openAtLogin: isWanted, ...(enabled ? {} : { enabled }) });
  if (items.getLoginItemSettings(which).openAtLogin !== isWanted) {
    throw new Error(`the system keeps it ${isWanted ? "off" : "on"}`);
  }
  return !isWanted ? "off" : enabled ? "on" : "off, as the task manager says";
}

/** Electron lists the items of this program only, wherever it lies now; the approval is kept by name. */
function isSwitchedOff(found: Electron.LoginItemSettings, approval: RegistryValue | undefined): boolean {
  if (approval !== undefined) return isDisapproved(approval);
  return found.launchItems.some(({ scope, enabled }) => scope === "user" && !enabled);
}

/** The first byte is even for what may start (02, 06), and odd for what was switched off (03, 07). */
function isDisapproved({ type, data }: RegistryValue): boolean {
  return type === "REG_BINARY" && Number.parseInt(data.slice(0, 2), 16) % 2 === 1;
}

/** The first Electron that quotes the arguments itself (since March 2026). */
const QUOTES_ARGUMENTS = 39;

/**
 * The item as Electron takes it. The program is quoted for every version: an older one writes it as it is, a newer one
 * takes these quotes off before it sets its own, and none finds a program with a space in its path without them
 * (electron/electron#53911). Arguments that are quoted twice would be none of ours any more.
 */
function windowsItem([program, ...args]: readonly [string, ...string[]], electron: string) {
  const quotesItself = Number.parseInt(electron, 10) >= QUOTES_ARGUMENTS;
  return { path: `"${program}"`, args: quotesItself ? args : args.map(windowsArgument) };
}

function windowsArgument(text: string): string {
  if (!/[\s"]/.test(text)) return text;
  // Backslashes count only before a quotation mark, and are doubled there.
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}
