import type { AccountDialog, FormState } from "../../core/account/dialog.ts";
import type { EnrolmentState } from "../../core/account/enrolment.ts";
import type { EnrolAction } from "../../view/enrolment.ts";
import type { EnrolmentRun } from "../enrolment/enrolment.ts";
import type { EnrolInUse } from "./account-form.ts";

/** Makes the enrolment of one opening of the dialog. */
export type BeginEnrolment = (changed: (state: EnrolmentState) => void) => EnrolmentRun;

type Enrolling = Omit<Extract<AccountDialog, { kind: "enrol" }>, "language" | "calendar">;

/** The part of the account dialog that enrols this PC. */
export interface EnrolmentPart {
  /** Undefined where the person enters servers and credentials by hand. @param now milliseconds since the Unix epoch */
  dialogOf(inUse: EnrolInUse | undefined, form: FormState, now: number): Enrolling | undefined;
  /** @param code as typed */
  handle(does: EnrolAction, code: string): void;
  /** The dialog is closed. */
  forget(): void;
}

export function enrolmentPart(ports: {
  readonly begin: BeginEnrolment;
  readonly refresh: () => void;
  readonly saved: () => void;
}): EnrolmentPart {
  let run: EnrolmentRun | undefined;
  let isByHand = false;

  function changed({ kind }: EnrolmentState): void {
    if (kind === "saved") ports.saved();
    else if (run !== undefined) ports.refresh();
  }

  return {
    dialogOf(inUse, form, now) {
      if (inUse === undefined || (isByHand && inUse.mayByHand)) return undefined;
      run ??= ports.begin(changed);
      const { url, enrolled, mayByHand } = inUse;
      const { host } = new URL(url);
      return { kind: "enrol", form, enrolment: run.state, host, now, enrolled, mayByHand };
    },
    handle(does, code) {
      switch (does) {
        case "by-hand":
        case "by-enrolment":
          isByHand = does === "by-hand";
          run?.take({ kind: "cancel" });
          ports.refresh();
          break;
        case "use-code":
          run?.take({ kind: "code", code });
          break;
        default:
          run?.take({ kind: does });
      }
    },
    forget() {
      const before = run;
      run = undefined;
      isByHand = false;
      before?.take({ kind: "cancel" });
    },
  };
}
