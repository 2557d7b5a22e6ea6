import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DESKTOP_ENTRY } from "../../../main/core/identity.ts";
import { repoRoot } from "../../paths.ts";

/** Where deb and rpm put the app. */
export const APP_FOLDER = "/opt/Alrimi";
/** Chromium's. */
export const SANDBOX_HELPER = `${APP_FOLDER}/chrome-sandbox`;
const PROGRAM = `${APP_FOLDER}/alrimi`;

/** `TryExec`: a login passes the entry over when the program is gone, as after a removal of which this file is left. */
const AUTOSTART = `[Desktop Entry]
Type=Application
Name=Alrimi
Name[ko]=알림이
TryExec=${PROGRAM}
Exec=${PROGRAM} --hidden
Icon=alrimi
StartupNotify=false
`;

/**
 * Makes what a package puts outside the app's folder: the start at login for everybody, and the program's name on the
 * path.
 * @param work a folder for the files
 * @returns arguments of fpm, `FILE=PLACE`
 */
export async function systemFiles(work: string): Promise<string[]> {
  const link = join(work, "usr-bin-alrimi");
  const autostart = join(work, "autostart.desktop");
  await mkdir(dirname(link), { recursive: true });
  await rm(link, { force: true });
  await symlink(PROGRAM, link);
  await writeFile(autostart, AUTOSTART);
  return [
    `${link}=/usr/bin/alrimi`,
    `${autostart}=/etc/xdg/autostart/${DESKTOP_ENTRY}.desktop`,
    `${join(repoRoot, "LICENSE")}=/usr/share/doc/alrimi/copyright`,
  ];
}
