import { noun } from "../counted.ts";
import { digits } from "../digits.ts";
import type { HistoryWords } from "./ko.ts";

/** "Why was I (not) notified?" in words. */
export const historyEn: HistoryWords = {
  filter: "Service",
  filterAll: "All services",
  empty: "No entries yet",
  emptyHint: "For each new approval, this page says whether you were notified, and if not, why.",
  emptyFiltered: "No entries for this service",
  today: "Today",
  yesterday: "Yesterday",

  item: (service, count) => `${service}, ${digits("en", count)}`,
  notice: (item) => `Notified: ${item}`,
  noticeWhy: (rise) => `${digits("en", rise)} new ${noun(rise, "approval")} arrived.`,
  digest: (items) => `Notified together: ${items.join("; ")}`,
  digestOfOne: (item) => `Notified: ${item}`,
  digestWhy: {
    news: "Approvals that arrived in quick succession were combined.",
    batch: "Collected until one of your chosen times.",
    "while-away": "They arrived while Alrimi was not running or not connected.",
    "while-paused": "They arrived while notifications were paused.",
    "while-quiet": "They arrived during your quiet hours.",
    "while-presenting": "They arrived while you were presenting or focusing.",
    "while-locked": "They arrived while the screen was locked.",
    "while-off": "They arrived outside your working hours.",
    reminder: "Still waiting, so you were reminded.",
    deadline: "The deadline is near or has passed.",
    morning: "The morning digest.",
    leaving: "The digest before leaving.",
    together: "New approvals and reminders were combined.",
  },
  part: (part, count) =>
    ({
      overview: `${digits("en", count)} waiting`,
      deadline: `${digits("en", count)} with a deadline`,
      reminder: `${digits("en", count)} reminded`,
      news: `${digits("en", count)} new`,
    })[part],
  partsWhy: (parts) => `Combined: ${parts.join(", ")}.`,
  held: (service, held) =>
    ({ deadline: `${service}: deadline notification held back`, reminder: `${service}: reminder held back` })[
      held
    ],
  deadline: (item) => `Deadline notification: ${item}`,
  deadlineWhy: (stage, due) => {
    const at = due === undefined ? "" : ` ${due}`;
    return {
      day: `Due${at}, less than a day away.`,
      hours: `Due${at}, less than 2 hours away.`,
      overdue: `The deadline${due === undefined ? "" : ` (${due})`} has passed.`,
    }[stage];
  },
  hint: "Notified on the lock screen, without details",
  hintWhy: "The screen was locked, so names and counts were hidden.",
  withdraw: (service) => `Removed the notification of ${service}`,
  withdrawWhy: {
    "nothing-waits": "No approvals are waiting any more.",
    removed: "Your administrator removed the service from the list.",
  },
  withdrawAll: "Removed the notifications from the screen",
  withdrawAllWhy:
    "The screen was locked, so names and counts were hidden. They are shown again when it is unlocked.",
  withdrawHint: "Removed the notification on the lock screen",
  withdrawHintWhy: "The screen was unlocked.",
  silent: (service) => `${service}: no notification`,
  silentWhy: {
    paused: "Notifications were paused, so it waits.",
    "quiet-hours": "It was during your quiet hours, so it waits.",
    presenting: "You were presenting or focusing, so it waits.",
    locked: "The screen was locked, so it waits.",
    "off-hours": "It was outside your working hours, so it waits.",
    muted: "You muted this service.",
    batched: "This service is collected until one of your chosen times.",
    "not-urgent": "This service notifies only about near deadlines.",
    snoozed: "You snoozed this service. You are notified when the snooze ends.",
    "catching-up": "It waited until all missed counts were read, to be combined into one notification.",
    collecting: "It waited a moment, to be combined with others.",
    "nothing-new": "You were already notified of this count.",
    "fell-back": "The count decreased. Nothing new arrived.",
    "told-lately": "The digest would have repeated what you were told or saw within the last hour.",
    seen: "You had already seen it on the screen.",
  },
  updated: ({ from, to }) => `Updated from ${from} to ${to}`,
  updatedWhy: "A new version was installed, and Alrimi was restarted.",
  downgraded: ({ from, to }) => `Went back from ${from} to ${to}`,
  downgradedWhy: "An earlier version was installed, and Alrimi was restarted.",
  tested: "Showed a test notification from your administrator",
  testedWhy: "Your administrator checked whether notifications appear on this PC.",
  notTested: "A test notification from your administrator was not shown",
  notTestedWhy: {
    locked: "The screen was locked.",
    presenting: "You were presenting or focusing.",
    "no-server": "This desktop has no program that shows notifications.",
    refused: "The desktop refused the notification.",
    blocked: "Notifications are switched off in the system's settings.",
    "no-answer": "The desktop did not answer.",
  },
  quietHours: (from, to) => `It was during your quiet hours (${from}–${to}), so it waits.`,
};
