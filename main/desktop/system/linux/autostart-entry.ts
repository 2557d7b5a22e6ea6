import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { DESKTOP_ENTRY } from "../../../core/identity.ts";
import { readGivenFile } from "../../../files/read-file.ts";
import { replaceSharedFile } from "../../../files/replace-file.ts";
import { autostartEntry, choosingDisplay, hiddenEntry, isOurs, isSwitchedOff } from "./desktop-entry.ts";

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
 * Switches the start at login.
 * @param isFirst only repair: choices in the desktop's own settings are kept
 * @returns the result, for the log
 * @throws the file system's error
 */
export function switchEntry(
  { own, system, name }: EntryFiles,
  command: readonly [string, ...string[]],
  isWanted: boolean,
  isFirst: boolean,
): string {
  if (own === undefined) {
    if (isWanted) throw new Error("HOME is not set");
    return "off";
  }
  takeOver(join(dirname(own), FORMER_FILE), own);
  const found = existsSync(own) ? readGivenFile(own, MAX_ENTRY).toString("utf8") : undefined;
  const isOff = found !== undefined && isSwitchedOff(found);
  if (isWanted) {
    if (isFirst && isOff) return "off, as the desktop's settings say";
    const wanted = autostartEntry(name, choosingDisplay(command), command[0]);
    if (found === wanted) return "on";
    write(own, wanted);
    return `on, by ${own}`;
  }
  if (isFirst && (found === undefined || isOff || !isOurs(found))) return "off";
  if (system.some(existsSync)) {
    // Without an entry of the person, the administrator's would start the app.
    write(own, hiddenEntry(name));
    return `off, by ${own}`;
  }
  rmSync(own, { force: true });
  return "off";
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
