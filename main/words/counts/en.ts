import { approvals, counted } from "../counted.ts";
import { digits } from "../digits.ts";
import type { CountsWords } from "./ko.ts";

export const countsEn: CountsWords = {
  waiting: (total) => `${approvals(total)} waiting`,
  nothingWaits: "No approvals are waiting",
  nothingKnown: (none, unsure, unheard) =>
    [
      `Nothing waits in ${counted(none, "service")}`,
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
};
