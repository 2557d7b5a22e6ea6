import { type EnrolmentAnswer, type EnrolmentRefusal, typedCode } from "../../contract/enrolment.ts";
import { unreachable } from "../../contract/result.ts";
import type { Asked } from "./enrolment-answer.ts";

const SECOND = 1_000;
/** Milliseconds for the person to sign on in the browser. */
const SIGN_ON = 10 * 60 * SECOND;
const FIRST_RETRY = 2 * SECOND;
const LAST_RETRY = 60 * SECOND;

/** Why an enrolment ended without a login. */
export type EnrolmentFault =
  | EnrolmentRefusal
  /** The person did not sign on in time. */
  | "too-late"
  | "browser-not-opened"
  /** The person pressed the other button on the page. */
  | "declined"
  /** The server takes codes only. */
  | "no-sign-on"
  | "not-saved";

/** What is asked of the server. It is repeated while the server is away. */
export type Doing =
  /** Whether the server is there. Then the app listens for the browser. */
  | { readonly kind: "listen" }
  | { readonly kind: "ask-by-sign-on"; readonly grant: string }
  | { readonly kind: "ask-by-code"; readonly code: string };

/** The server does not answer. Times are milliseconds since the Unix epoch. */
export interface Away {
  readonly since: number;
  readonly failures: number;
}

/** The state of the dialog's enrolment. */
export type EnrolmentState =
  /** `isOfCode`: the fault is of the code that the person typed. */
  | {
      readonly kind: "ready";
      readonly fault?: EnrolmentFault;
      readonly detail?: string;
      readonly isOfCode?: boolean;
    }
  | { readonly kind: "working"; readonly doing: Doing; readonly away?: Away }
  /** The browser is open. `number` is on its page, too. */
  | { readonly kind: "waiting"; readonly url: string; readonly number: string; readonly until: number }
  | { readonly kind: "saved" };

export type EnrolmentEvent =
  /** The person wants to sign on in the browser. */
  | { readonly kind: "sign-on" }
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "cancel" }
  | { readonly kind: "open-again" }
  | { readonly kind: "listening"; readonly url: string; readonly number: string }
  | { readonly kind: "not-opened"; readonly detail: string }
  | { readonly kind: "no-sign-on" }
  | { readonly kind: "declined" }
  /** The browser came back with a one-time code. */
  | { readonly kind: "returned"; readonly grant: string }
  | Asked
  | { readonly kind: "saved" }
  | { readonly kind: "not-saved"; readonly detail: string }
  | { readonly kind: "due" };

export type EnrolmentEffect =
  /** Each ends in an event. `listen` makes a new key; the last key is used for what is asked. */
  | Doing
  | { readonly kind: "open"; readonly url: string }
  /** Ends all that is under way. An answer that comes later is dropped. */
  | { readonly kind: "stop" }
  | { readonly kind: "save"; readonly answer: EnrolmentAnswer }
  /** Ends in `due`. Milliseconds since the Unix epoch; one at a time, which `stop` cancels. */
  | { readonly kind: "wake"; readonly at: number };

export interface EnrolmentTurn {
  readonly state: EnrolmentState;
  readonly effects: readonly EnrolmentEffect[];
}

export const READY: EnrolmentState = { kind: "ready" };

/** @param now milliseconds since the Unix epoch @param random 0 inclusive to 1 exclusive */
export function nextEnrolment(
  state: EnrolmentState,
  event: EnrolmentEvent,
  now: number,
  random: number,
): EnrolmentTurn {
  const same: EnrolmentTurn = { state, effects: [] };
  switch (event.kind) {
    case "sign-on":
      return state.kind === "ready" ? begin({ kind: "listen" }) : same;
    case "code": {
      if (state.kind !== "ready") return same;
      const code = typedCode(event.code);
      return code === undefined ? ended("bad-code", undefined, true) : begin({ kind: "ask-by-code", code });
    }
    case "cancel":
      return state.kind === "saved" ? same : ended();
    case "open-again":
      return state.kind === "waiting" ? { state, effects: [{ kind: "open", url: state.url }] } : same;
    case "listening": {
      if (!isDoing(state, "listen")) return same;
      const { url, number } = event;
      const until = now + SIGN_ON;
      const effects: EnrolmentEffect[] = [
        { kind: "open", url },
        { kind: "wake", at: until },
      ];
      return { state: { kind: "waiting", url, number, until }, effects };
    }
    case "not-opened":
      return state.kind === "waiting" || isDoing(state, "listen")
        ? ended("browser-not-opened", event.detail)
        : same;
    case "no-sign-on":
      return isDoing(state, "listen") ? ended("no-sign-on") : same;
    case "declined":
      return state.kind === "waiting" ? ended("declined") : same;
    case "returned":
      return state.kind === "waiting" ? begin({ kind: "ask-by-sign-on", grant: event.grant }) : same;
    case "answered":
      return isAsking(state) ? { state, effects: [{ kind: "save", answer: event.answer }] } : same;
    case "refused":
      return isAsking(state) ? ended(event.reason, undefined, isDoing(state, "ask-by-code")) : same;
    case "unreachable": {
      if (state.kind !== "working") return same;
      const failures = (state.away?.failures ?? 0) + 1;
      const away = { since: state.away?.since ?? now, failures };
      const wait = Math.min(FIRST_RETRY * 2 ** Math.min(failures - 1, 10), LAST_RETRY);
      return { state: { ...state, away }, effects: [{ kind: "wake", at: now + wait * (0.75 + random / 2) }] };
    }
    case "saved":
      return isAsking(state) ? { state: { kind: "saved" }, effects: [{ kind: "stop" }] } : same;
    case "not-saved":
      return isAsking(state) ? ended("not-saved", event.detail) : same;
    case "due":
      if (state.kind === "waiting") return now < state.until ? again(state, state.until) : ended("too-late");
      return state.kind === "working" && state.away !== undefined ? { state, effects: [state.doing] } : same;
    default:
      return unreachable(event);
  }
}

function begin(doing: Doing): EnrolmentTurn {
  return { state: { kind: "working", doing }, effects: [doing] };
}

function ended(fault?: EnrolmentFault, detail?: string, isOfCode = false): EnrolmentTurn {
  const state: EnrolmentState = {
    kind: "ready",
    ...(fault === undefined ? {} : { fault }),
    ...(detail === undefined ? {} : { detail }),
    ...(isOfCode ? { isOfCode } : {}),
  };
  return { state, effects: [{ kind: "stop" }] };
}

/** A timer may fire early. */
function again(state: EnrolmentState, at: number): EnrolmentTurn {
  return { state, effects: [{ kind: "wake", at }] };
}

function isDoing(state: EnrolmentState, kind: Doing["kind"]): boolean {
  return state.kind === "working" && state.doing.kind === kind;
}

function isAsking(state: EnrolmentState): boolean {
  return state.kind === "working" && state.doing.kind !== "listen";
}
