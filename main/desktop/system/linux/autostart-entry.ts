import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { DESKTOP_ENTRY } from "../../../core/identity.ts";
import { readGivenFile } from "../../../files/read-file.ts";
import { replaceSharedFile } from "../../../files/replace-file.ts";
import { autostartEntry, choosingDisplay, hiddenEntry, isOurs, isSwitchedOff } from "./desktop-entry.ts";

/** Bytes; entries of desktops have a few hundred. */
const MAX_ENTRY = 64 * 1024;
const FILE = join("autostart", `${DESKTOP_ENTRY}.desktop`);
/** Its name in older versions. */
const FORMER_FILE = "alrimi.desktop";

/** Where entries for the start at login are (Desktop Application Autostart and XDG Base Directory Specifications). */
export interface EntryFiles {
  /** The person's, which comes before the system's; undefined where nobody knows the home folder. */
  readonly own: string | undefined;
  /** The administrator's, wherever it may be. */
  readonly system: readonly string[];
  /** The app's name as desktops list it. */
  readonly name: string;
}

/** A folder that is not absolute is to be passed over, the specification says. */
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
 * Switches the start at login, and says what it did.
 * @param isFirst only brings up to date: it takes back nothing that was chosen in the desktop's own settings
 * @throws what the file system does
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
    // Without an entry of the person's the administrator's would start the app.
    write(own, hiddenEntry(name));
    return `off, by ${own}`;
  }
  rmSync(own, { force: true });
  return "off";
}

/** Of an entry that an older version wrote, what the desktop's settings say in it holds on. Two would start the app twice. */
function takeOver(former: string, own: string): void {
  if (!existsSync(former) || !isOurs(readGivenFile(former, MAX_ENTRY).toString("utf8"))) return;
  if (existsSync(own)) rmSync(former);
  else renameSync(former, own);
}

/** In one step: a desktop that reads it meanwhile sees the whole entry, the old one or the new one. */
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  replaceSharedFile(file, text);
}
