import { accountEn } from "./account-en.ts";
import { boardEn } from "./board.ts";
import { digits } from "./digits.ts";
import { fileDetail } from "./file-detail.ts";
import type { Messages } from "./ko.ts";
import { settingsEn } from "./settings.ts";

const plural = new Intl.PluralRules("en");
const approvals = (count: number): string =>
  `${digits("en", count)} ${plural.select(count) === "one" ? "approval" : "approvals"}`;

const inServices = (count: number): string =>
  `${count} ${plural.select(count) === "one" ? "service" : "services"}`;

export const en: Messages = {
  settings: settingsEn,
  account: accountEn,
  board: boardEn,

  appName: "Alrimi",
  waiting: (total) => `${approvals(total)} waiting`,
  nothingWaits: "No approvals are waiting",
  nothingKnown: (none, unsure, unheard) =>
    [
      `Nothing waits in ${inServices(none)}`,
      ...(unsure === 0 ? [] : [`${unsure} not confirmed`]),
      ...(unheard === 0 ? [] : [`no data from ${unheard}`]),
    ].join(" · "),
  unknownNow: "Current count unknown",
  noData: "No data yet",
  unheard: (services) => `No data yet: ${services}`,
  unsure: "not confirmed",
  someUnsure: "some not confirmed",
  asOf: (time) => `as of ${time}`,
  neverConnected: "not connected yet",
  count: (count) => `${digits("en", count)} waiting`,

  changed: (ago) => `changed ${ago}`,
  openPage: (service) => `Open the approval page of ${service}`,
  noPage: "No approval page is linked",
  noServices: "No services are listed",
  noServicesHint: "They appear here when your administrator publishes the list of services.",
  dueBy: (time) => `due ${time}`,
  close: "Close",
  startFailed: "Alrimi could not start",

  menuOpenBoard: "Open the board",
  menuPause: "Pause notifications",
  pauseChoices: {
    hour: "for an hour",
    evening: "until work ends today",
    tomorrow: "until the next working morning",
  },
  menuSettings: "Settings…",
  menuResume: (until) => `Resume notifications (paused until ${until})`,
  menuQuit: "Quit Alrimi",

  pausedUntil: (time) => `Notifications are paused until ${time}`,
  resume: "Resume",

  connecting: "Connecting…",
  syncing: "Reading the latest state…",
  fresh: "Up to date",
  unsureServices: (services) =>
    services === 1
      ? "The count of 1 service is not confirmed"
      : `The counts of ${services} services are not confirmed`,
  unsureHint: "Alrimi keeps checking.",
  stale: "Not connected",
  staleHint: {
    unreachable: "The server cannot be reached. Check the network (VPN). Alrimi keeps trying.",
    disconnected: "The connection to the server was lost. Alrimi keeps reconnecting.",
    "no-answer": "The server does not answer. Alrimi keeps trying.",
    "not-nats":
      "Something else answers at the server's address. Ask your administrator for the right address.",
    tls: "The server's certificate cannot be verified. Ask your administrator.",
    "no-heartbeat":
      "The server answers, but it may be cut off from the others, so counts may be old. Alrimi tries another one. If this stays, tell your administrator.",
  },
  refused: "Access was refused",
  refusedHint: {
    credentials: "The user name or password (credentials) is not accepted. Ask your administrator.",
    permission:
      "You are not allowed to read what Alrimi needs from the broker (counts, service list or heartbeat). Ask your administrator. Alrimi connects by itself once you are.",
    "no-stream": "The server is not set up yet (no stream). Ask your administrator.",
  },
  misconfigured: "Check the settings",
  waitingForKeyring: "Waiting for the secure storage (keyring) of this PC…",

  noticeTitle: (service) => service,
  noticeBody: (count, rise) =>
    count === rise
      ? `${approvals(count)} waiting`
      : `${approvals(count)} waiting (${digits("en", rise)} new)`,
  digestTitle: (occasion, total) =>
    ({
      news: `${digits("en", total)} new ${plural.select(total) === "one" ? "approval" : "approvals"}`,
      "while-away": `${approvals(total)} arrived while Alrimi was not connected`,
      "while-paused": `${approvals(total)} arrived while notifications were paused`,
      "while-quiet": `${approvals(total)} arrived in your quiet hours`,
      "while-presenting": `${approvals(total)} arrived while you were presenting`,
      "while-locked": `${approvals(total)} arrived while the screen was locked`,
      reminder: `${approvals(total)} still waiting`,
      deadline: `${approvals(total)} due soon`,
      morning: `Today: ${approvals(total)} waiting`,
      leaving: `Before you leave: ${approvals(total)} waiting`,
      together: `${approvals(total)} waiting`,
    })[occasion],
  deadlineTitle: (service, stage) =>
    ({ day: `${service}: due within a day`, hours: `${service}: due very soon` })[stage],
  deadlineBody: (count, due) => `${approvals(count)} waiting, due ${due}`,
  hint: "There is news. Unlock the screen to see it.",
  overflowTitle: "Alrimi is running",
  overflowHint:
    "Windows hides new icons behind the ∧ button of the taskbar. Click it and drag the Alrimi icon onto the taskbar to keep the count in sight.",
  noticeOpen: "Open",
  noticeLater: "Remind me in an hour",
  digestRow: (service, count) => `${service} ${digits("en", count)}`,
  digestMore: (services) =>
    `and ${services} more ${plural.select(services) === "one" ? "service" : "services"}`,

  problems: {
    "not-set-up": () =>
      "Alrimi is not connected yet. Enter the server address and your credentials to start.",
    "secret-lost": () => "The stored credentials cannot be used. Please sign in again.",
    "keyring-waiting": () =>
      "The secure storage (keyring) of this PC, which holds your password, has not answered yet. If a window asks to unlock it, enter its password there. Alrimi connects as soon as it answers.",
    "policy-missing": (file) => `The settings file does not exist: ${file}`,
    "policy-unreadable": (file, detail) =>
      `The settings file cannot be read: ${file} (${fileDetail("en", detail)})`,
    "policy-unsafe": (path) =>
      `The administrator's settings file was not used, because other users can change this path: ${path}`,
    "policy-refused": (file, detail) => `The settings file is wrong: ${file} — ${detail}`,
    "file-unreadable": (file, detail) =>
      `A file that the settings name cannot be used: ${file} (${fileDetail("en", detail)})`,
    "bad-argument": (detail) => `The command line is wrong: ${detail}`,
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
    "page-not-opened": (service) =>
      `The page of “${service}” could not be opened. Please check your default web browser.`,
    "older-counts": (services) =>
      `The broker holds older counts of ${services} than Alrimi has seen, so the ones shown may be wrong. Tell your administrator: the service has to send again, with a new epoch if its numbering began anew.`,
    "too-many-services": (most) =>
      `More than ${most} services sent counts; the rest are not shown. Tell your administrator.`,
    "catalog-refused": (detail) => `The list of services is wrong; the last good one stays: ${detail}`,
  },
};
