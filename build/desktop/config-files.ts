import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { browserEntry, bus, dunst, gtk, mimeApps, openbox, panel } from "./config-texts.ts";
import type { DesktopSettings } from "./environment.ts";

/** Where the test browser writes down each link that it is asked to open, one a line. */
export function openedLinksFile(home: string): string {
  return join(home, ".local", "share", "opened-links");
}

/** Where the configuration of the notification daemon is. */
export function dunstFile(home: string): string {
  return join(home, ".config", "dunst", "dunstrc");
}

/** Names the line that the next context menu of the notification daemon picks; see `notifications.ts`. */
export function clickFile(runtimeDir: string): string {
  return join(runtimeDir, "click");
}

/** Where the configuration of the window manager is. */
export function openboxFile(home: string): string {
  return join(home, ".config", "openbox", "rc.xml");
}

/** Where the configuration of the private bus is. */
export function busFile(runtimeDir: string): string {
  return join(runtimeDir, "bus.conf");
}

/** Programs of the desktop's own; they come first on its PATH. */
export function programFolder(home: string): string {
  return join(home, ".local", "bin");
}

/** Writes the settings of every program of the desktop. */
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
    // Where XFCE's opener is installed, xdg-open prefers it, and it does not read mimeapps.list.
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
