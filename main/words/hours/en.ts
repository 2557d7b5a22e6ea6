import type { HoursWords } from "./ko.ts";

export const hoursEn: HoursWords = {
  workingDaysHint: (days) =>
    days === 0
      ? "No day is selected, so there are no reminders or digests."
      : "The days on which you work. You get reminders and digests on these days.",
  workingHoursHint: "You get reminders and digests during these hours.",
  lunchHint: (isOn) =>
    isOn ? "Reminders wait until your break is over." : "You get reminders during lunch too.",
  quietHint: (span, isOvernight) =>
    span === null
      ? "You are notified immediately at night too."
      : `From ${span.from} to ${span.to}${isOvernight ? " the next day" : ""} new approvals are collected, and you are notified once afterwards.`,
  onlyHoursHint: (isOn) =>
    isOn
      ? "Outside working hours, notifications are collected until the next working hours."
      : "Notifications come at any time, also on days off.",
  urgentHint: (isOn) =>
    isOn
      ? "You are also notified outside working hours when a deadline is within two hours or has passed."
      : "Urgent approvals also wait for working hours.",
  holidaysHint: (days) =>
    days === 0 ? "Days that you add are not working days." : `${days} days off are ahead.`,
  quietDaysHint: "Quiet hours apply only if they begin on one of these days.",
  holidayAdd: "Add",
  holidayDate: "Date of a day off",
  holidayRemove: (date) => `Remove ${date}`,
  holidaysOfKorea: (years) => `Add Korea's public holidays (${years})`,
  spanFrom: "from",
  spanTo: "to",
};
