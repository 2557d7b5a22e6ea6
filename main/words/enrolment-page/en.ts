import type { EnrolmentPageWords } from "./ko.ts";

export const enrolmentPageEn: EnrolmentPageWords = {
  title: "Connect Alrimi",
  heading: "Connect Alrimi on this PC?",
  who: "Approver ID",
  pc: "PC name",
  number: "Number",
  compare:
    "Connect only if Alrimi's window shows the same number. Cancel if you did not start this in Alrimi, or if the number differs: another person's app could read your approval counts.",
  connect: "Connect",
  cancel: "Cancel",
  refused: {
    "bad-request": "This address is wrong. Start again in Alrimi.",
    "person-unknown": "You are not in the company's directory. Ask your administrator.",
    unavailable: "The server cannot check this now. Try again in a moment.",
    "too-late": "This took too long. Start again in Alrimi.",
  },
};
