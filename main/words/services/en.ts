import { approvals } from "../counted.ts";
import type { ServicesWords } from "./ko.ts";

export const servicesEn: ServicesWords = {
  serviceCount: (count) => (count === 0 ? "Nothing waiting" : `${approvals(count)} waiting`),
  serviceNotices: (service) => `Notifications for ${service}`,
  deliveries: { now: "at once", batched: "collected", urgent: "urgent only", off: "off" },
  deliveryHint: (delivery, times) =>
    ({
      now: "notifies at once",
      batched: `notifies at ${times.join(", ")}`,
      urgent: "notifies only about deadlines that are near or have passed",
      off: "notifications off",
    })[delivery],
  batchTimesHint:
    "New approvals of services that are set to “collected” are notified together at these times. Near deadlines do not wait.",
  addTime: "Add a time",
  removeTime: (time) => `Remove ${time}`,
  serviceSnoozed: (until) => `Snoozed until ${until}`,
  snoozeLabel: (service) => `Snooze ${service}`,
  snooze: "Snooze…",
  snoozeChoices: {
    "half-hour": "30 minutes",
    hour: "1 hour",
    "three-hours": "3 hours",
    afternoon: "Until 17:00 today",
    tomorrow: "Until the next workday",
  },
  snoozeUntil: "Date and time…",
  snoozeDate: "Date",
  snoozeTime: "Time",
  snoozeButton: "Snooze until then",
  snoozeHint: "Choose a date and time within a year from now. Write the time as 09:00.",
  endSnooze: "End snooze",
  noServices: "No services yet",
  noServicesHint: "They appear here when your administrator adds them.",
};
