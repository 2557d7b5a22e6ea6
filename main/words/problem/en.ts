import type { ProblemWords } from "../../core/problem.ts";
import { fileDetail } from "../file/index.ts";

/** The text of each problem. */
const notificationsOff = {
  company: "Your company has switched notifications off on this PC. Ask your administrator to allow them.",
  all: "Notifications are switched off for all programs. Switch them on in the system's settings, under Notifications.",
  app: "Notifications of Alrimi are switched off. Switch them on in the system's settings, under Notifications.",
};
export const problemEn: ProblemWords = {
  "not-set-up": () => "Alrimi is not connected yet. Enter the server address and your credentials to start.",
  "secret-lost": () => "The stored credentials cannot be used. Please sign in again.",
  "keyring-waiting": () =>
    "The secure storage (keyring) of this PC, which holds your password, has not answered yet. If a window asks to unlock it, enter its password there. Alrimi connects as soon as it answers.",
  "policy-missing": (file) => `The settings file does not exist: ${file}`,
  "policy-unreadable": (file, detail) =>
    `The settings file cannot be read: ${file} (${fileDetail("en", detail)})`,
  "policy-unsafe": (path) =>
    `The administrator's settings file was not used, because other users can change this path: ${path}`,
  "policy-refused": (file, detail) => `The settings file is wrong: ${file} — ${detail}`,
  "policy-partly-refused": (where, detail, others) =>
    `A wrong entry of the administrator's settings is not used: ${where} — ${detail}${others === "0" ? "" : ` (and ${others} more)`}`,
  "file-unreadable": (file, detail) =>
    `A file that the settings name cannot be used: ${file} (${fileDetail("en", detail)})`,
  "argument-twice": (name) => `The command line is wrong: ${name} is given twice`,
  "argument-empty": (name) => `The command line is wrong: ${name}=PATH needs a path`,
  "argument-refused": (name) => `An installed app does not start with ${name}`,
  "start-failed": (detail) =>
    `An unexpected error (${detail}). Send the log file (logs/alrimi.log) to your administrator.`,
  "lock-refused": (path, detail) =>
    `The folder of Alrimi cannot be written: ${path} (${fileDetail("en", detail)}). Check its permissions and the disk space.`,
  "runs-on-other-computer": (host, pid, folder) =>
    `Alrimi on another PC (${host}, process ${pid}) uses this folder: ${folder}. Quit it there. If that PC is off, delete SingletonLock in the folder.`,
  "runs-in-other-session": (pid, display) =>
    `Alrimi runs in another login session of yours (display ${display}, process ${pid}). Quit it there, then start it again.`,
  "runs-unanswering": (pid) =>
    `Alrimi runs already (process ${pid}), but does not answer. If it runs in another login session, quit it there. Otherwise end that process in the task manager, then start Alrimi again.`,
  "no-home": () =>
    "The home folder is not known (HOME is not set, and the user database does not say it). Set HOME, or name a folder by --user-data-dir.",
  "no-user": () =>
    "Your login name is not known (neither the user database nor USER says it). Write user into the settings file, or set USER.",
  "bad-user": (user) => `This user name cannot be used: ${user}`,
  "not-saved": (detail) =>
    `The state could not be saved (${detail}). Check the disk space. Alrimi keeps running.`,
  "log-refused": (file, detail) =>
    `The log is not written: ${file} (${fileDetail("en", detail)}). Alrimi keeps running. Clear that place and start Alrimi again.`,
  "state-refused": (file, detail) =>
    `Counts are not saved: ${file} (${fileDetail("en", detail)}). Alrimi keeps running and saves them once that place is clear.`,
  "preferences-refused": (file, detail) =>
    `Your settings are not saved: ${file} (${fileDetail("en", detail)}). Alrimi keeps running and saves them once that place is clear.`,
  "store-put-aside": (file) =>
    `The saved state could not be understood (damaged, or of a newer version); it was put aside and begun anew: ${file}`,
  "notifications-failed": (detail) =>
    `This PC does not show notifications${detail === "" ? "" : ` (${detail})`}. Watch the number in the tray.`,
  "no-tray": () =>
    "This desktop has no tray, so the icon of Alrimi cannot be seen. On GNOME, switch on the AppIndicator extension; elsewhere, add a notification area (system tray) to the panel. Until then, start Alrimi again to open this board.",
  "shortcut-taken": (keys) =>
    `The shortcut ${keys} is used by another program. Choose other keys in the settings.`,
  "shortcut-wayland": (keys) =>
    `This desktop (Wayland) gives the shortcut ${keys} to no program. Make one that starts Alrimi in the desktop's keyboard settings: it opens the board.`,
  "autostart-failed": (detail) => `Starting at login could not be changed: ${detail}`,
  "no-notification-server": () =>
    "Nothing on this desktop shows notifications at the moment. Watch the number in the tray.",
  "notifications-off": (by) =>
    `${notificationsOff[by as keyof typeof notificationsOff]} Until then, watch the number in the tray.`,
  "do-not-disturb": () =>
    "“Do not disturb” is on, so this desktop shows no notifications. When it is switched off, Alrimi tells you what is waiting.",
  "page-not-opened": (service) =>
    `The page of “${service}” could not be opened. Please check your default web browser.`,
  "older-counts": (services) =>
    `The broker holds older counts of ${services} than Alrimi has seen, so the ones shown may be wrong. Tell your administrator: the service has to send again, with a new epoch if its numbering began anew.`,
  "too-many-services": (most) =>
    `More than ${most} services sent counts; the rest are not shown. Tell your administrator.`,
  "catalog-refused": (detail) => `The list of services is wrong; the last good one stays: ${detail}`,
};
