import { approvals, noun } from "../counted.ts";
import { digits } from "../digits.ts";
import type { NoticeWords } from "./ko.ts";

export const noticeEn: NoticeWords = {
  title: (service) => service,
  body: (count, rise) =>
    rise === 0 || count === rise
      ? `${approvals(count)} waiting`
      : `${approvals(count)} waiting (${digits("en", rise)} new)`,
  digestTitle: (occasion, { waiting, fresh }) => {
    const all = `${approvals(waiting)} waiting${fresh === 0 ? "" : ` · ${digits("en", fresh)} new`}`;
    const came = fresh === waiting ? `${digits("en", fresh)} new ${noun(fresh, "approval")}` : all;
    return {
      news: came,
      batch: `Collected: ${came}`,
      "while-away": `While Alrimi was not connected: ${came}`,
      "while-paused": `While notifications were paused: ${came}`,
      "while-quiet": `During your quiet hours: ${came}`,
      "while-presenting": `While you were presenting: ${came}`,
      "while-locked": `While the screen was locked: ${came}`,
      "while-off": `Outside working hours: ${came}`,
      reminder: `Still ${all}`,
      deadline: `Overdue or due soon: ${all}`,
      morning: `Today: ${all}`,
      leaving: `Before you leave: ${all}`,
      together: came,
    }[occasion];
  },
  digestRow: (service, count, rise) =>
    `${service} ${digits("en", count)}${rise === 0 ? "" : ` (${digits("en", rise)} new)`}`,
  digestMore: (services) => `and ${services} more ${noun(services, "service")}`,
  deadlineTitle: (service, stage) =>
    ({
      day: `${service}: due within a day`,
      hours: `${service}: due within 2 hours`,
      overdue: `${service}: overdue`,
    })[stage],
  deadlineBody: (count, due) => `${approvals(count)} waiting, ${due}`,
  hint: "You have new approvals. Unlock the screen to see them.",
  open: "Open",
  later: "Remind me in an hour",
  tomorrow: "Next working morning",
  outageTitle: "Approval counts are not arriving",
  outageLost: "Alrimi has not been connected for 15 minutes. It keeps trying.",
  outageLate: "The server has not processed new counts for 15 minutes.",
  testTitle: "Alrimi test notification",
  testBody:
    "Your administrator sent this to check that notifications appear on this PC. You do not need to do anything.",
  overflowTitle: "Alrimi is running",
  overflowHint:
    "Windows hides new icons behind the ∧ button of the taskbar. Click it and drag the Alrimi icon onto the taskbar to keep the count in sight.",
};
