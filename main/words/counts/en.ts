import { approvals, counted } from "../counted.ts";
import { digits } from "../digits.ts";
import type { CountsWords } from "./ko.ts";

export const countsEn: CountsWords = {
  waiting: (total) => `${approvals(total)} waiting`,
  nothingWaits: "No approvals are waiting",
  nothingKnown: (none, unsure, unheard) =>
    [
      `Nothing waiting in ${counted(none, "service")}`,
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
  due: (count, time) => (count > 1 ? `earliest due ${time}` : `due ${time}`),
  overdue: (time) => `overdue since ${time}`,
  overdueCount: (count) => `${digits("en", count)} overdue`,
  dueToday: (count) => `${digits("en", count)} due today`,
  oldest: (count, days) => `${count > 1 ? "oldest waits" : "waits"} ${days} days`,
  dueTodayInAll: (count, isLeast) => `${isLeast ? "at least " : ""}${digits("en", count)} due today`,
  overdueInAll: (count, isLeast) => `${isLeast ? "at least " : ""}${digits("en", count)} overdue`,
  nothingIn: (services) => `${counted(services, "service")} · nothing waiting`,
  count: (count) => `${digits("en", count)} waiting`,
};
