import { unreachable } from "../contract/result.ts";
import type { AccountDialog } from "../core/account/dialog.ts";
import type { EnrolmentState } from "../core/account/enrolment.ts";
import { type AccountWords, wordsIn } from "../words/index.ts";
import { momentText } from "./time.ts";

/** How a code is written. */
const CODE_FORM = "XXXX-XXXX-XXXX-XXXX";

/** What the page of the enrolment can do. */
export const ENROL_ACTIONS = [
  "sign-on",
  "use-code",
  "open-again",
  "cancel",
  "by-hand",
  "by-enrolment",
] as const;
export type EnrolAction = (typeof ENROL_ACTIONS)[number];

/** The enrolment of this PC. */
export interface EnrolView {
  readonly status?: {
    readonly kind: "progress" | "trouble" | "fault";
    readonly heading: string;
    readonly text?: string;
  };
  /** The number to compare with the browser's. */
  readonly number?: { readonly label: string; readonly value: string };
  readonly code?: {
    readonly label: string;
    readonly value: "";
    readonly placeholder: string;
    readonly hint: string;
    readonly fault?: string;
  };
  readonly keeping: string;
  /** The first is the main one. Enter in the field of the code does `use-code`. */
  readonly actions: readonly { readonly label: string; readonly does: EnrolAction }[];
  /** Shown as a link. */
  readonly other?: { readonly label: string; readonly does: EnrolAction };
}

type Dialog = Extract<AccountDialog, { kind: "enrol" }>;

/** Heading and introduction of the dialog. */
export function enrolIntro(dialog: Dialog): { readonly heading: string; readonly intro: string } {
  const { enrol, lost } = wordsIn(dialog.language).account;
  const { enrolled, host, now, form } = dialog;
  const intro = enrol.intro(host);
  const { occasion } = form;
  if (occasion.kind === "secret-lost")
    return { heading: enrol.heading, intro: `${lost[occasion.why]} ${intro}` };
  if (enrolled === undefined) return { heading: enrol.heading, intro };
  const until = momentText(dialog, enrolled.until, now);
  return { heading: enrol.changeHeading, intro: enrol.enrolled(enrolled.user, until) };
}

export function enrolView(dialog: Dialog): EnrolView {
  const { enrol } = wordsIn(dialog.language).account;
  const { enrolment, form, mayByHand, enrolled } = dialog;
  const keeping = enrol.keeping[form.keeping];
  const status = statusOf(dialog, enrol);
  const common = { keeping, ...(status === undefined ? {} : { status }) };
  const cancel = { label: enrol.cancel, does: "cancel" } as const;
  switch (enrolment.kind) {
    case "ready":
      return {
        ...common,
        code: {
          ...{ label: enrol.codeLabel, value: "", placeholder: CODE_FORM, hint: enrol.codeHint },
          ...(enrolment.isOfCode === true && enrolment.fault !== undefined
            ? { fault: enrol.faults[enrolment.fault] }
            : {}),
        },
        actions: [
          { label: enrolled === undefined ? enrol.signOn : enrol.signOnAgain, does: "sign-on" },
          { label: enrol.useCode, does: "use-code" },
        ],
        ...(mayByHand ? { other: { label: enrol.byHand, does: "by-hand" } } : {}),
      };
    case "waiting":
      return {
        ...common,
        number: { label: enrol.number, value: enrolment.number },
        actions: [{ label: enrol.openAgain, does: "open-again" }, cancel],
      };
    case "working":
      return { ...common, actions: [cancel] };
    case "saved":
      return { ...common, actions: [] };
    default:
      return unreachable(enrolment);
  }
}

function statusOf(dialog: Dialog, enrol: AccountWords["enrol"]): EnrolView["status"] {
  const { enrolment, host, now } = dialog;
  switch (enrolment.kind) {
    case "ready":
      return faultOf(enrolment, enrol);
    case "waiting":
      return {
        kind: "progress",
        heading: enrol.waiting,
        text: enrol.waitingText(momentText(dialog, enrolment.until, now)),
      };
    case "working": {
      const heading = enrolment.doing.kind === "listen" ? enrol.working : enrol.asking;
      if (enrolment.away === undefined) return { kind: "progress", heading };
      return {
        kind: "trouble",
        heading,
        text: enrol.away(host, momentText(dialog, enrolment.away.since, now)),
      };
    }
    case "saved":
      return undefined;
    default:
      return unreachable(enrolment);
  }
}

function faultOf(
  { fault, detail, isOfCode }: Extract<EnrolmentState, { kind: "ready" }>,
  { faults }: AccountWords["enrol"],
): EnrolView["status"] {
  if (fault === undefined || isOfCode === true) return undefined;
  const heading = faults[fault];
  return detail === undefined || detail === ""
    ? { kind: "fault", heading }
    : { kind: "fault", heading, text: detail };
}
