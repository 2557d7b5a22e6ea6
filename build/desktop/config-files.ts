import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { browserEntry, bus, dunst, gtk, mimeApps, openbox, panel } from "./config-texts.ts";
import type { DesktopSettings } from "./environment.ts";

/** File to which the test browser appends each opened link, one per line. */
export function openedLinksFile(home: string): string {
  return join(home, ".local", "share", "opened-links");
}

/** Configuration of the notification daemon. */
export function dunstFile(home: string): string {
  return join(home, ".config", "dunst", "dunstrc");
}

/** File with the line that the next context menu of the notification daemon picks; see `notifications.ts`. */
export function clickFile(runtimeDir: string): string {
  return join(runtimeDir, "click");
}

/** Configuration of the window manager. */
export function openboxFile(home: string): string {
  return join(home, ".config", "openbox", "rc.xml");
}

/** Configuration of the private bus. */
export function busFile(runtimeDir: string): string {
  return join(runtimeDir, "bus.conf");
}

/** Folder of the desktop's own programs, first in its PATH. */
export function programFolder(home: string): string {
  return join(home, ".local", "bin");
}

/** Writes the configuration of all programs of the desktop. */
export async function writeConfigFiles(around: DesktopSettings): Promise<void> {
  const { home, runtimeDir } = around;
  const config = join(home, ".config");
  const programs = programFolder(home);
  const browser = join(programs, "test-browser");
  const applications = join(home, ".local", "share", "applications");
  const channels = join(config, "xfce4", "xfconf", "xfce-perchannel-xml");
  await Promise.all([
    write(busFile(runtimeDir), bus(runtimeDir)),
    write(dunstFile(home), dunst(around)),
    write(openboxFile(home), openbox()),
    write(join(config, "gtk-3.0", "settings.ini"), gtk(around)),
    write(join(channels, "xfce4-panel.xml"), panel(around)),
    write(join(config, "mimeapps.list"), mimeApps),
    write(join(applications, "test-browser.desktop"), browserEntry(browser)),
    write(openedLinksFile(home), ""),
    script(browser, `printf '%s\\n' "$1" >> '${openedLinksFile(home)}'`),
    // xdg-open prefers XFCE's opener where it is installed, and that ignores mimeapps.list.
    script(join(programs, "exo-open"), "exit 127"),
    script(join(programs, "pick-notification"), `grep -m 1 -F -f '${clickFile(runtimeDir)}'`),
  ]);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function script(file: string, line: string): Promise<void> {
  await write(file, `#!/bin/sh\n${line}\n`);
  await chmod(file, 0o755);
}
