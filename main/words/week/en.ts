import { approvals, counted } from "../counted.ts";
import { digits } from "../digits.ts";
import type { WeekWords } from "./ko.ts";

export const weekEn: WeekWords = {
  title: (came) => `${approvals(came)} arrived this week`,
  service: (service, came, average) =>
    `${service}: ${digits("en", came)}${average === null ? "" : `, waited ${average} on average`}`,
  longest: (service, time) => `The longest wait: ${service}, ${time}`,
  days: (days, hours) => `${counted(days, "day")}${hours === 0 ? "" : ` ${counted(hours, "hour")}`}`,
  hours: (hours) => counted(hours, "hour"),
  minutes: (minutes) => counted(minutes, "minute"),
};
