import { counted, noun } from "../counted.ts";
import { fileDetail } from "../file/index.ts";
import { historyEn } from "../history/en.ts";
import { hoursEn } from "../hours/en.ts";
import { servicesEn } from "../services/en.ts";
import { supportEn } from "../support/en.ts";
import type { SettingsWords } from "./ko.ts";

const switchOnly = "It can only be on or off.";
const firstEarlier = "The start must be earlier than the end.";

/** The words of the settings window. */
export const settingsEn: SettingsWords = {
  title: "Alrimi settings",
  pagesLabel: "Settings pages",
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
    notifications: "What Alrimi notifies you about, when and how. Changes take effect at once.",
    hours: "When to notify you. What arrives at other times is collected, and notified together.",
    services:
      "How each service notifies you, and snoozes. The board and the tray show the count of a service that is off as well.",
    general: "Appearance and shortcut. You can also transfer your settings in a file.",
    account: "Whose approvals you receive, and from which server.",
    policy: "The values in effect, and who set each of them.",
    history: "Why you were notified or not: the last 100 decisions.",
    support: "Collects the information for finding a problem in one file.",
  },

  locked: "Set by your organization — only your administrator can change it",

  now: "Now",
  again: "Reminders and digests",
  manner: "How you are notified",
  work: "Work",
  quiet: "Do not disturb",
  look: "Appearance",
  start: "Start and shortcut",
  move: "Transfer your settings",
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
    holidays: "Days off",
    onlyWorkingHours: "Notify only in working hours",
    urgentBreaksThrough: "Urgent approvals at any time",
    quietHours: "Quiet hours",
    quietDays: "Days of quiet hours",
    morningDigest: "Morning digest",
    leavingDigest: "Digest before leaving",
    weeklySummary: "Weekly summary",
    hideNamesWhenLocked: "Hide details on the lock screen",
    delivery: "How services notify",
    batchTimes: "Times of collected notifications",
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
    holidays: "Enter dates such as 2026-12-25.",
    onlyWorkingHours: "It can only be on or off.",
    urgentBreaksThrough: "It can only be on or off.",
    quietHours: "Start and end must be different.",
    quietDays: "Days are Monday to Sunday.",
    morningDigest: switchOnly,
    leavingDigest: switchOnly,
    weeklySummary: "It can only be on or off.",
    hideNamesWhenLocked: switchOnly,
    delivery: "Choose now, collected, urgent only or off for each service.",
    batchTimes: "Enter one to six times, such as 09:30.",
  },

  refusedTime: "Enter a time from 00:00 to 23:59, such as 09:30.",

  remindHint: (after) =>
    after === null
      ? "You are not reminded of waiting approvals."
      : `You are reminded in working hours if an approval still waits after ${after}.`,
  remindNever: "Never",
  remindAfter: (after) => `After ${after}`,
  morningHint: (from) => `At ${from} on working days: all waiting approvals in one notification.`,
  leavingHint: (to) =>
    `Half an hour before your work ends (${to}) on working days: the approvals that are left, in one notification.`,
  weeklyHint:
    "On Friday afternoon the board shows how many approvals arrived this week and how long they waited. It is counted on this PC and never sent.",
  soundHint: "When off, notifications are shown without a sound.",
  hideHint: (isOn) =>
    isOn
      ? "While the screen is locked, a notification says only that there are new approvals. The details follow when you unlock it."
      : "Service names and counts are shown even while the screen is locked.",
  sampleHint: "Shows one notification with the current settings.",
  sampleButton: "Send a test notification",
  sampleTitle: "Test notification",
  sampleBody: "This is how Alrimi notifies you of new approvals.",
  ...hoursEn,
  ...servicesEn,

  pauseLabel: "Pause notifications",
  pauseOn: "Notifications are on. After a pause, one notification covers what arrived meanwhile.",
  pauseOff: (until) =>
    `Notifications are paused until ${until}. Afterwards, one notification covers what arrived meanwhile.`,
  pauseChoices: { hour: "1 hour", evening: "Until work ends", tomorrow: "Until the next working day" },
  pauseUntilLabel: "Pause notifications until this time",
  pauseUntil: "Pause until then",
  leaveLabel: "On leave until (first day back)",
  leaveButton: "Set leave",
  delegate: "Have you assigned a delegate?",
  delegateOpen: (service) => `Assign a delegate for ${service}`,
  resume: "Resume",

  languages: { ko: "한국어", en: "English" },
  languageHint: "Windows, tray and notifications change at once.",
  languageSystem: (language) => `Same as the system (${language})`,
  themeHint: "Applies to the board and this window.",
  themes: { system: "Same as the system", light: "Light", dark: "Dark" },
  startAtLoginHint: "Alrimi starts in the tray as soon as you log in to your PC.",
  shortcutHint: "Opens the board from any program.",
  shortcutNone: "None",
  shortcutChange: "Set shortcut",
  shortcutPress: "Press the keys together (Esc cancels)",
  shortcutClear: "Clear",

  exportLabel: "Export…",
  importLabel: "Import…",
  moveHint:
    "Saves your settings to a JSON file, or loads them from one. Account and password are not included.",
  resetLabel: "Restore defaults",
  resetHint: "Resets everything you changed in this window. Your account stays.",
  resetAsk: "Reset all settings to their defaults?",
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
    enrolled: "Enrolment (renewed automatically)",
    "nkey-file": "NKey file",
    none: "No credentials",
  },
  accountNone: "There is no account yet. Enter a server and a user to connect.",
  accountChange: "Change account or server…",
  accountSetUp: "Connect an account…",
  accountChangeHint: "Guides you step by step. Nothing changes until the new connection works.",

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
    notSettings: "It is not a settings file (JSON).",
    tooLarge: "It is too large for a settings file.",
    unknownKey: (key) => `Unknown entry: ${key}`,
    badValue: (label, why) => `${label}: ${why}`,
    reset: "The defaults were restored.",
  },
  dismiss: "OK",

  history: historyEn,
  support: supportEn,
};
