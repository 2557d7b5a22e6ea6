import { approvals, counted, noun } from "../counted.ts";
import { fileDetail } from "../file/index.ts";
import { historyEn } from "../history/en.ts";
import { supportEn } from "../support/en.ts";
import type { SettingsWords } from "./ko.ts";

const switchOnly = "It can only be on or off.";
const firstEarlier = "The start has to be earlier than the end.";

/** The words of the settings window. */
export const settingsEn: SettingsWords = {
  title: "Alrimi settings",
  pagesLabel: "Pages of the settings",
  pages: {
    notifications: "Notifications",
    hours: "Hours",
    services: "Services",
    general: "General",
    account: "Account",
    policy: "In effect",
    history: "History",
    support: "Support",
  },
  pageHints: {
    notifications: "What you are told, when and how. Every change takes effect at once.",
    hours:
      "Reminders and digests come in your working hours only. New approvals are told at once, except in your quiet hours.",
    services:
      "Turn a service's notifications off, or snooze them for a while. Its count stays on the board and in the tray.",
    general: "Appearance, shortcut, and moving your settings by a file.",
    account: "Whose approvals you receive, and from which server.",
    policy: "The values in effect, and who set each of them.",
    history: "Why you were told, and why you were not: the last 100 decisions.",
    support: "Collects what is needed to find a fault in one file.",
  },

  locked: "Set by your organization — only your administrator can change it",

  now: "Now",
  again: "So that nothing is forgotten",
  manner: "How you are told",
  work: "Work",
  quiet: "Time off",
  look: "Appearance",
  start: "Start and shortcut",
  move: "Move your settings",
  about: "About",

  labels: {
    language: "Language",
    theme: "Theme",
    sound: "Sound",
    startAtLogin: "Start when I log in",
    shortcut: "Shortcut for the board",
    remindAfter: "Remind me again",
    workingDays: "Working days",
    workingHours: "Working hours",
    lunch: "Lunch break",
    quietHours: "Quiet hours",
    morningDigest: "Morning digest",
    leavingDigest: "Digest before leaving",
    hideNamesWhenLocked: "Hide details on the lock screen",
    mutedServices: "Muted services",
  },

  notSaved: "Not saved yet.",
  refusals: {
    language: "This language is not available.",
    theme: "This theme is not available.",
    sound: switchOnly,
    startAtLogin: switchOnly,
    shortcut: "Press at least one of Ctrl, Alt, Shift or Win together with a letter, digit or function key.",
    remindAfter: "Choose between 5 minutes and 7 days.",
    workingDays: "A day is one of Monday to Sunday.",
    workingHours: firstEarlier,
    lunch: firstEarlier,
    quietHours: "Start and end have to differ.",
    morningDigest: switchOnly,
    leavingDigest: switchOnly,
    hideNamesWhenLocked: switchOnly,
    mutedServices: "It has to be a list of service ids.",
  },

  refusedTime: "Write a time such as 09:30, from 00:00 to 23:59.",

  remindHint: (after) =>
    after === null
      ? "What you were told of once is not told again."
      : `Tells you again in working hours when an approval still waits ${after} later.`,
  remindNever: "Never",
  remindAfter: (after) => `After ${after}`,
  morningHint: (from) => `At ${from} on working days: everything that waits, in one notification.`,
  leavingHint: (to) =>
    `Half an hour before your work ends (${to}) on working days: what is left, in one notification.`,
  soundHint: "When off, notifications are shown without a sound.",
  hideHint: (isOn) =>
    isOn
      ? "While the screen is locked you are told only that there is news; the details follow when you unlock it."
      : "Service names and counts are shown even while the screen is locked.",
  sampleHint: "Shows one notification, as everything is set now.",
  sampleButton: "Try a notification",
  sampleTitle: "A sample notification",
  sampleBody: "This is how you are told of new approvals.",
  workingDaysHint: (days) =>
    days === 0
      ? "No day is chosen, so no reminders and digests come."
      : "The days on which reminders and digests come.",
  workingHoursHint: "The hours in which reminders and digests come.",
  lunchHint: (isOn) =>
    isOn ? "Reminders wait until your break is over." : "Reminders come at lunchtime as well.",
  quietHint: (span, isOvernight) =>
    span === null
      ? "You are told at once at night as well."
      : `From ${span.from} to ${span.to}${isOvernight ? " the next day" : ""} news is collected and told in one notification afterwards. On days off as well.`,
  spanFrom: "from",
  spanTo: "to",

  pauseLabel: "Pause notifications",
  pauseOn: "Notifications are on. What comes during a pause is told together afterwards.",
  pauseOff: (until) =>
    `Notifications are paused until ${until}. What comes meanwhile is told together afterwards.`,
  pauseChoices: { hour: "1 hour", evening: "Until work ends", tomorrow: "Until the next working day" },
  pauseUntilLabel: "Pause notifications until this time",
  pauseUntil: "Pause until then",
  resume: "Resume",

  serviceCount: (count) => (count === 0 ? "Nothing waiting" : `${approvals(count)} waiting`),
  serviceNotices: (service) => `Notifications for ${service}`,
  serviceOn: "On",
  serviceMuted: "Muted",
  serviceSnoozed: (until) => `Snoozed until ${until}`,
  snoozeLabel: (service) => `Snooze ${service}`,
  snoozeChoices: { hour: "Snooze 1 hour", tomorrow: "Until next workday" },
  endSnooze: "End snooze",
  noServices: "No services are listed",
  noServicesHint: "They appear here when your administrator publishes the list of services.",

  languages: { ko: "한국어", en: "English" },
  languageHint: "Windows, tray and notifications change at once.",
  languageSystem: (language) => `As the system (${language})`,
  themeHint: "How bright the board and this window are.",
  themes: { system: "As the system", light: "Light", dark: "Dark" },
  startAtLoginHint: "Alrimi starts in the tray as soon as you log in to your PC.",
  shortcutHint: "Opens the board with this key, whatever program you are using.",
  shortcutNone: "None",
  shortcutChange: "Set key",
  shortcutPress: "Press the keys together (Esc cancels)",
  shortcutClear: "Clear",

  exportLabel: "Export…",
  importLabel: "Import…",
  moveHint:
    "Writes what you chose into a JSON file, or reads it from one. Account and password are not part of it.",
  resetLabel: "Restore defaults",
  resetHint: "Forgets everything you chose in this window. Your account stays.",
  resetAsk: "Forget everything you chose?",
  resetYes: "Restore",
  resetNo: "Cancel",
  version: (version) => `Alrimi ${version}`,

  policy: {
    files: "Administrator's settings",
    noFiles: "None",
    faults: "Entries not used",
    fleet: "Status reports to your administrator",
    fleetOn:
      "On: once an hour the app sends its version and the state of its connection, notifications and tray. It sends no counts and no services.",
    values: "Values in effect",
    on: "On",
    off: "Off",
    none: "None",
    sources: {
      "built-in": "Built-in default",
      "policy default": "Administrator's default (you can change it)",
      person: "Set by you",
      "policy lock": "Locked by your administrator",
    },
  },

  accountUser: "User",
  accountServers: "Servers",
  accountSignIn: "Signs in with",
  accountState: "Connection",
  credentials: {
    password: "User name and password",
    "creds-file": "Credentials file (.creds)",
    "nkey-file": "NKey file",
    none: "No credentials",
  },
  accountNone: "There is no account yet. Alrimi connects when you give a server and a user.",
  accountChange: "Change account or server…",
  accountSetUp: "Connect an account…",
  accountChangeHint: "Guides you step by step, and changes nothing before the new connection works.",

  exportTitle: "Export settings",
  importTitle: "Import settings",
  exportFile: "alrimi-settings.json",
  fileType: "Alrimi settings (JSON)",
  outcomes: {
    exported: (file) => `Settings exported: ${file}`,
    exportFailed: (file, detail) => `The file could not be written: ${file} (${fileDetail("en", detail)})`,
    imported: (file, values, fixed) =>
      `${counted(values, "setting")} imported: ${file}${fixed === 0 ? "" : ` (${fixed} ${noun(fixed, "is", "are")} set by your organization and unchanged)`}`,
    importUnreadable: (file, detail) =>
      `The file could not be read. Nothing was changed: ${file} (${fileDetail("en", detail)})`,
    importRefused: (file) => `Not imported. Nothing was changed: ${file}`,
    notSettings: "It is not a JSON file of settings.",
    tooLarge: "It is too large for a file of settings.",
    unknownKey: (key) => `Unknown entry: ${key}`,
    badValue: (label, why) => `${label}: ${why}`,
    reset: "The defaults are restored.",
  },
  dismiss: "OK",

  history: historyEn,
  support: supportEn,
};
