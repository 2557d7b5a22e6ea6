import { approvals, noun } from "../counted.ts";
import { digits } from "../digits.ts";
import type { NoticeWords } from "./ko.ts";

export const noticeEn: NoticeWords = {
  title: (service) => service,
  body: (count, rise) =>
    count === rise
      ? `${approvals(count)} waiting`
      : `${approvals(count)} waiting (${digits("en", rise)} new)`,
  digestTitle: (occasion, total) =>
    ({
      news: `${digits("en", total)} new ${noun(total, "approval")}`,
      "while-away": `${approvals(total)} arrived while Alrimi was not connected`,
      "while-paused": `${approvals(total)} arrived while notifications were paused`,
      "while-quiet": `${approvals(total)} arrived in your quiet hours`,
      "while-presenting": `${approvals(total)} arrived while you were presenting`,
      "while-locked": `${approvals(total)} arrived while the screen was locked`,
      reminder: `${approvals(total)} still waiting`,
      deadline: `${approvals(total)} due soon`,
      morning: `Today: ${approvals(total)} waiting`,
      leaving: `Before you leave: ${approvals(total)} waiting`,
      together: `${approvals(total)} waiting`,
    })[occasion],
  digestRow: (service, count) => `${service} ${digits("en", count)}`,
  digestMore: (services) => `and ${services} more ${noun(services, "service")}`,
  deadlineTitle: (service, stage) =>
    ({ day: `${service}: due within a day`, hours: `${service}: due very soon` })[stage],
  due: (count, time) => (count > 1 ? `earliest due ${time}` : `due ${time}`),
  deadlineBody: (count, due) => `${approvals(count)} waiting, ${due}`,
  hint: "There is news. Unlock the screen to see it.",
  open: "Open",
  later: "Remind me in an hour",
  testTitle: "Alrimi test notification",
  testBody:
    "Your administrator sent it to check that notifications appear on this PC. You do not need to do anything.",
  overflowTitle: "Alrimi is running",
  overflowHint:
    "Windows hides new icons behind the ∧ button of the taskbar. Click it and drag the Alrimi icon onto the taskbar to keep the count in sight.",
};
