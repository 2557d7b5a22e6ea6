import type { Language } from "../../../main/contract/catalog.ts";
import type { AccountDialog } from "../../../main/core/account/dialog.ts";
import type { EnrolmentState } from "../../../main/core/account/enrolment.ts";
import { dialogOf } from "./forms.ts";

const NOW = Date.parse("2026-11-28T14:05:00+09:00");

/** The dialog of the enrolment as it opens at the first start, or changed. */
export function enrolDialog(
  enrolment: EnrolmentState = { kind: "ready" },
  language: Language = "ko",
  more: Partial<Extract<AccountDialog, { kind: "enrol" }>> = {},
): AccountDialog {
  const base = dialogOf({ startsAtLogin: true }, {}, language);
  if (base.kind !== "form") throw new Error("it is no form");
  const { calendar, form } = base;
  const shown = { host: "alrimi.example.com", mayByHand: true, now: NOW };
  return { language, calendar, kind: "enrol", form, enrolment, ...shown, ...more };
}

const minutes = (count: number): number => NOW + count * 60_000;

/** Every state of the enrolment. */
export const ENROLMENTS: Readonly<Record<string, EnrolmentState>> = {
  ready: { kind: "ready" },
  "a wrong code": { kind: "ready", fault: "bad-code", isOfCode: true },
  "a person whom nobody knows": { kind: "ready", fault: "person-unknown" },
  "a full disk": { kind: "ready", fault: "not-saved", detail: "ENOSPC" },
  "connecting to the server": { kind: "working", doing: { kind: "listen" } },
  "a server that is away": {
    ...{ kind: "working", doing: { kind: "listen" }, away: { since: minutes(-3), failures: 4 } },
  },
  "waiting for the browser": { kind: "waiting", url: "https://a", number: "483-201", until: minutes(10) },
  "asking for the login": { kind: "working", doing: { kind: "ask-by-sign-on", grant: "g" } },
  saved: { kind: "saved" },
};
