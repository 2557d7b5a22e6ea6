import type { BoardWords } from "./ko.ts";

export const boardEn: BoardWords = {
  changed: (ago) => `changed ${ago}`,
  openPage: (service) => `Open the approval page of ${service}`,
  noPage: "No approval page is linked",
  noServices: "No services are listed",
  noServicesHint: "They appear here when your administrator publishes the list of services.",
  dueBy: (time) => `due ${time}`,

  overdue: (time) => `overdue (${time})`,
  snoozedUntil: (time) => `snoozed until ${time}`,
  muted: "muted",
  rowMenu: (service) => `Menu of ${service}`,
  snooze: { hour: "Snooze for an hour", tomorrow: "Snooze until the next working morning" },
  endSnooze: "End snooze",
  mute: "Mute this service",
  unmute: "Unmute this service",
  settings: "Settings",
  account: "Set up the connection",
  help: "Keys",
  keys: {
    move: "Move between the rows",
    open: "Open the approval page",
    digit: "Open the page of that row",
    menu: "Menu of the row (as the right mouse button)",
    settings: "Settings",
    help: "This list",
    close: "Close",
  },
};
