import { noun } from "../counted.ts";
import { digits } from "../digits.ts";
import type { HistoryWords } from "./ko.ts";

/** "Why was I (not) told?" in words. */
export const historyEn: HistoryWords = {
  filter: "Service",
  filterAll: "All services",
  empty: "Nothing is recorded yet",
  emptyHint: "When an approval comes, it is noted here whether you were told, and if not, why.",
  emptyFiltered: "Nothing is recorded for this service",
  today: "Today",
  yesterday: "Yesterday",

  item: (service, count) => `${service}, ${digits("en", count)}`,
  notice: (item) => `Notified: ${item}`,
  noticeWhy: (rise) => `${digits("en", rise)} new ${noun(rise, "approval")} came.`,
  digest: (items) => `Notified together: ${items.join("; ")}`,
  digestOfOne: (item) => `Notified: ${item}`,
  digestWhy: {
    news: "News that came in quick succession was put together.",
    "while-away": "They came while Alrimi was not running or not connected.",
    "while-paused": "They came while notifications were paused.",
    "while-quiet": "They were collected in your quiet hours.",
    "while-presenting": "They were collected while you were presenting or focusing.",
    "while-locked": "They were collected while the screen was locked.",
    reminder: "Still waiting, so you were told again.",
    deadline: "The deadline is near.",
    morning: "The morning digest.",
    leaving: "The digest before leaving.",
    together: "What was new and what was due to be told again, put together.",
  },
  deadline: (item) => `Notified of the deadline: ${item}`,
  deadlineWhy: (stage, due) =>
    ({
      day: `Due ${due}, which was less than a day away.`,
      hours: `Due ${due}, which was less than two hours away.`,
    })[stage],
  hint: "Told on the lock screen only that there is news",
  hintWhy: "The screen was locked, so names and counts were hidden.",
  withdraw: (service) => `Took the notification for ${service} away`,
  withdrawWhy: {
    "nothing-waits": "Nothing waits there any more.",
    removed: "Your administrator removed the service from the list.",
  },
  withdrawAll: "Took the notifications off the screen",
  withdrawAllWhy:
    "The screen was locked, so names and counts were hidden. They come again once it is unlocked.",
  withdrawHint: "Took the notification on the lock screen away",
  withdrawHintWhy: "The screen was unlocked.",
  silent: (service) => `${service}: not told`,
  silentWhy: {
    paused: "Notifications were paused, so it was kept for later.",
    "quiet-hours": "In your quiet hours it was kept for later.",
    presenting: "You were presenting or focusing, so it was kept for later.",
    locked: "The screen was locked, so it was kept for later.",
    muted: "You muted this service.",
    snoozed: "You snoozed this service. It is told again in time.",
    "catching-up": "It waited until everything missed was read, to be told together.",
    collecting: "It waited a moment for others to be told together.",
    "nothing-new": "You had been told of as many already.",
    "fell-back": "The count only fell; nothing new came.",
    seen: "You had seen it on the screen already.",
  },
  updated: ({ from, to }) => `Updated from ${from} to ${to}`,
  updatedWhy: "A new version was installed, and Alrimi was restarted.",
  downgraded: ({ from, to }) => `Went back from ${from} to ${to}`,
  downgradedWhy: "An earlier version was installed, and Alrimi was restarted.",
  quietHours: (from, to) => `In your quiet hours (${from}–${to}) it was kept for later.`,
};
