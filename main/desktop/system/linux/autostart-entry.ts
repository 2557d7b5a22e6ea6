import { existsSync, mkdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { DESKTOP_ENTRY } from "../../../core/identity.ts";
import { readGivenFile } from "../../../files/read-file.ts";
import { replaceSharedFile } from "../../../files/replace-file.ts";
import { HIDDEN } from "../../launch/command-line.ts";
import {
  autostartEntry,
  choosingDisplay,
  hiddenEntry,
  isOurs,
  isSwitchedOff,
  programOf,
} from "./desktop-entry.ts";

/** Maximum size in bytes. Real entries have a few hundred. */
const MAX_ENTRY = 64 * 1024;
const FILE = join("autostart", `${DESKTOP_ENTRY}.desktop`);
/** File name in older versions. */
const FORMER_FILE = "alrimi.desktop";

/** Places of autostart entries (Desktop Application Autostart and XDG Base Directory Specifications). */
export interface EntryFiles {
  /**
   * Path of the person's entry, which takes precedence over the system's. Undefined when the home folder is unknown.
   */
  readonly own: string | undefined;
  /** Possible paths of an administrator's entry. */
  readonly system: readonly string[];
  /** Name of the app in the desktop's lists. */
  readonly name: string;
}

/** Finds the places. Relative folders are ignored, as the specification requires. */
export function entryFiles(env: NodeJS.ProcessEnv, home: string | undefined, name: string): EntryFiles {
  const own = env["XDG_CONFIG_HOME"] ?? "";
  const config = isAbsolute(own) ? own : home && join(home, ".config");
  const system = env["XDG_CONFIG_DIRS"] || "/etc/xdg";
  return {
    own: config && join(config, FILE),
    system: system
      .split(":")
      .filter(isAbsolute)
      .map((folder) => join(folder, FILE)),
    name,
  };
}

/**
 * Whether the system's entry starts this program in this way, for every person who has no entry of the same name.
 * @param command the program and its arguments
 */
export function isStartedBySystem(
  { system }: Pick<EntryFiles, "system">,
  [program, ...args]: readonly [string, ...string[]],
): boolean {
  const entry = textOf(system.find(existsSync)); // the first folder takes precedence
  if (entry === undefined || isSwitchedOff(entry)) return false;
  const started = programOf(entry);
  return started !== undefined && isSameFile(started, program) && args.every((arg) => arg === HIDDEN);
}

/** Whether the person's own file of this name starts nothing. */
export function isSwitchedOffByPerson({ own }: Pick<EntryFiles, "own">): boolean {
  const entry = own !== undefined && existsSync(own) ? textOf(own) : undefined;
  return entry !== undefined && isSwitchedOff(entry);
}

/**
 * Switches the start at login. Where the system's entry starts this program, the person needs an entry only to switch it
 * off.
 * @param isFirst only repair: choices in the desktop's own settings are kept
 * @param isEnforced whether a policy has decided, against whom the desktop's own settings do not count
 * @returns the result, for the log
 * @throws the file system's error
 */
export function switchEntry(
  { own, system, name }: EntryFiles,
  command: readonly [string, ...string[]],
  isWanted: boolean,
  isFirst: boolean,
  isEnforced = false,
): string {
  const isBySystem = isStartedBySystem({ system }, command);
  if (own === undefined) {
    if (isWanted !== isBySystem) throw new Error("HOME is not set");
    return isWanted ? BY_SYSTEM : "off";
  }
  takeOver(join(dirname(own), FORMER_FILE), own);
  const found = existsSync(own) ? textOf(own) : undefined;
  const isOff = found !== undefined && isSwitchedOff(found);
  const isRepair = isFirst && !isEnforced;
  if (isWanted) {
    if (isRepair && isOff) return "off, as the desktop's settings say";
    const against = isOff ? ", against the desktop's settings" : "";
    if (isBySystem) {
      if (found !== undefined && !isOff && !isOurs(found)) return "on, by an entry of the person's own";
      rmSync(own, { force: true });
      return `${BY_SYSTEM}${against}`;
    }
    const wanted = autostartEntry(name, choosingDisplay(command), command[0]);
    if (found === wanted) return "on";
    write(own, wanted);
    return `on, by ${own}${against}`;
  }
  if (isOff && isFirst) return "off";
  if (isRepair && (found === undefined ? !isBySystem : !isOurs(found))) return "off";
  if (system.some(existsSync)) {
    // Without an entry of the person, the administrator's would start the app.
    write(own, hiddenEntry(name));
    return `off, by ${own}`;
  }
  rmSync(own, { force: true });
  return "off";
}

const BY_SYSTEM = "on, by the system's entry";

function textOf(file: string | undefined): string | undefined {
  return file === undefined ? undefined : readGivenFile(file, MAX_ENTRY).toString("utf8");
}

/** A package may link its program into another folder. */
function isSameFile(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return one === other;
  }
}

/** Renames the entry of an older version and keeps its choices. Two entries would start the app twice. */
function takeOver(former: string, own: string): void {
  if (!existsSync(former) || !isOurs(readGivenFile(former, MAX_ENTRY).toString("utf8"))) return;
  if (existsSync(own)) rmSync(former);
  else renameSync(former, own);
}

/** Replaces the file atomically, because the desktop may read it meanwhile. */
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  replaceSharedFile(file, text);
}
