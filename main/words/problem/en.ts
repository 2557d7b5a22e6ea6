import type { ProblemWords } from "../../core/problem.ts";
import { fileDetail } from "../file/index.ts";

/** The text of each problem. */
const notificationsOff = {
  company: "Your company has switched notifications off on this PC. Ask your administrator to allow them.",
  all: "Notifications are switched off for all programs. Switch them on in the system's settings, under Notifications.",
  app: "Notifications of Alrimi are switched off. Switch them on in the system's settings, under Notifications.",
};
const loginRefused: Record<string, string> = {
  "key-withdrawn":
    "An administrator revoked this PC's login. To go on, sign on again in the connection settings, or ask your administrator.",
  "key-unknown": "This PC is no longer enrolled. Sign on again in the connection settings.",
  "person-unknown":
    "This PC's login is not renewed, because you are not in the company's directory. If that is wrong, ask your administrator. Alrimi keeps checking.",
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
  "policy-refused": (file, detail) => `The settings file is not valid: ${file} — ${detail}`,
  "policy-partly-refused": (where, detail, others) =>
    `An entry in the administrator's settings is not valid and not used: ${where} — ${detail}${others === "0" ? "" : ` (and ${others} more)`}`,
  "file-unreadable": (file, detail) =>
    `A file that the settings name cannot be used: ${file} (${fileDetail("en", detail)})`,
  "argument-twice": (name) => `Wrong command line: ${name} is given twice`,
  "argument-empty": (name) => `Wrong command line: ${name}=PATH needs a path`,
  "argument-refused": (name) => `An installed app does not start with ${name}`,
  "start-failed": (detail) =>
    `An unexpected error (${detail}). Send the log file (logs/alrimi.log) to your administrator.`,
  "lock-refused": (path, detail) =>
    `Alrimi's folder is not writable: ${path} (${fileDetail("en", detail)}). Check its permissions and the disk space.`,
  "runs-on-other-computer": (host, pid, folder) =>
    `Alrimi on another PC (${host}, process ${pid}) uses this folder: ${folder}. Quit it there. If that PC is off, delete SingletonLock in the folder.`,
  "runs-in-other-session": (pid, display) =>
    `Alrimi is running in another login session (display ${display}, process ${pid}). Quit it there, then start it again.`,
  "runs-unanswering": (pid) =>
    `Alrimi is already running (process ${pid}), but does not answer. If it is in another login session, quit it there. Otherwise end that process in the task manager, then start Alrimi again.`,
  "no-home": () =>
    "The home folder is unknown (HOME is not set, and the user database has no entry). Set HOME, or set a folder with --user-data-dir.",
  "no-user": () =>
    "Your login name is unknown (it is neither in the user database nor in USER). Write user into the settings file, or set USER.",
  "bad-user": (user) => `This user name cannot be used: ${user}`,
  "not-saved": (detail) =>
    `The state could not be saved (${detail}). Check the disk space. Alrimi keeps running.`,
  "log-refused": (file, detail) =>
    `The log cannot be written: ${file} (${fileDetail("en", detail)}). Alrimi keeps running. Move or delete what is at that path, and start Alrimi again.`,
  "state-refused": (file, detail) =>
    `Counts cannot be saved: ${file} (${fileDetail("en", detail)}). Alrimi keeps running. Move or delete what is at that path, and they are saved again.`,
  "preferences-refused": (file, detail) =>
    `Your settings cannot be saved: ${file} (${fileDetail("en", detail)}). Alrimi keeps running. Move or delete what is at that path, and they are saved again.`,
  "store-put-aside": (file) =>
    `The saved state could not be read (damaged, or from a newer version). It was set aside, and Alrimi started with an empty state: ${file}`,
  "notifications-failed": (detail) =>
    `This PC does not show notifications${detail === "" ? "" : ` (${detail})`}. Watch the number in the tray.`,
  "no-tray": () =>
    "This desktop has no tray, so the Alrimi icon is not visible. On GNOME, enable the AppIndicator extension. On other desktops, add a notification area (system tray) to the panel. Until then, start Alrimi again to open this board.",
  "shortcut-taken": (keys) =>
    `The shortcut ${keys} is used by another program. Choose other keys in the settings.`,
  "shortcut-wayland": (keys) =>
    `On this desktop (Wayland), programs cannot register the shortcut ${keys}. In the desktop's keyboard settings, create a shortcut that starts Alrimi: it opens the board.`,
  "autostart-failed": (detail) => `“Start when I log in” could not be changed: ${detail}`,
  "no-notification-server": () =>
    "No program on this desktop shows notifications at the moment. Watch the number in the tray.",
  "notifications-off": (by) =>
    `${notificationsOff[by as keyof typeof notificationsOff]} Until then, watch the number in the tray.`,
  "do-not-disturb": () =>
    "“Do not disturb” is on, so this desktop shows no notifications. When you switch it off, Alrimi notifies you of what arrived meanwhile.",
  "page-not-opened": (service) =>
    `The page of “${service}” could not be opened. Please check your default web browser.`,
  "older-counts": (services) =>
    `The broker holds older counts of ${services} than Alrimi has seen, so the ones shown may be wrong. Tell your administrator: the service has to send again, with a new epoch if its sequence restarted.`,
  "too-many-services": (most) =>
    `More than ${most} services sent counts; the rest are not shown. Tell your administrator.`,
  "catalog-refused": (detail) => `The list of services is not valid, so the previous one stays: ${detail}`,
  "login-ending": (until: string, since: string) =>
    `This PC's login is not renewed, because the enrolment server has been unreachable since ${since}. It works until ${until}. Check your network (VPN). Alrimi keeps trying.`,
  "login-ended": (at: string, since: string) =>
    `This PC's login expired at ${at}. The enrolment server has been unreachable since ${since}. Check your network (VPN). Alrimi continues as soon as it answers.`,
  "login-refused": (reason: string, until: string) =>
    `${loginRefused[reason] ?? `The enrolment server does not renew this PC's login (${reason}). Alrimi keeps trying.`} The current login expires at ${until}.`,
};
