import type { RenewalTrouble } from "../../core/account/renewal.ts";
import type { Calendar } from "../../core/attention/calendar.ts";
import type { ManagedPolicy } from "../../core/policy/managed-policy.ts";
import type { Problem } from "../../core/problem.ts";
import type { Secrets } from "../account/secrets.ts";
import type { Succession } from "../account/succession.ts";
import type { Clock } from "../clock.ts";
import { EnrolmentServer } from "../enrolment/enrolment-server.ts";
import { Renewals } from "../enrolment/renewals.ts";
import { saveEnrolled } from "../enrolment/save-enrolled.ts";
import type { Log } from "../log/log.ts";
import type { Session } from "./session.ts";

export interface RenewalOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** The app's folder. */
  readonly userData: string;
  readonly secrets: Secrets;
  readonly policies: () => ManagedPolicy;
  readonly sessions: () => Succession<Session>;
  readonly tell: (problem: Problem) => void;
  readonly untell: (key: Problem["key"]) => void;
}

/** Renews the enrolled login, and tells on the board what keeps it from being renewed. */
export function createRenewals(options: RenewalOptions): Renewals {
  const { clock, log, userData, secrets, policies, sessions, tell, untell } = options;
  const renewals: Renewals = new Renewals({
    clock,
    log,
    server() {
      const { enrol } = policies();
      return enrol === undefined ? undefined : new EnrolmentServer(enrol);
    },
    keep(answer, seed) {
      const { current } = sessions();
      const before = current?.loaded.ok ? current.loaded.settings : undefined;
      const isSame = saveEnrolled(answer, seed, { userData, secrets, policies: policies() }, before);
      if (!isSame || current === undefined) void sessions().change();
      else renewals.begun(current.loginRenewed(), true);
    },
    tell(trouble) {
      const problem = trouble && problemOf(trouble, clock.calendar);
      for (const key of KEYS) if (key !== problem?.key) untell(key);
      if (problem !== undefined) tell(problem);
    },
  });
  return renewals;
}

const KEYS = ["login-ending", "login-ended", "login-refused"] as const;

function problemOf(trouble: RenewalTrouble, calendar: Calendar): Problem {
  // In no language, because the problem outlives a change of it.
  const text = (moment: number): string =>
    new Date(calendar.localTime(moment)).toISOString().slice(5, 16).replace("T", " ");
  switch (trouble.kind) {
    case "ending":
      return { key: "login-ending", args: [text(trouble.until), text(trouble.since)] };
    case "ended":
      return { key: "login-ended", args: [text(trouble.at), text(trouble.since)] };
    case "refused":
      return { key: "login-refused", args: [trouble.reason, text(trouble.until)] };
  }
}
