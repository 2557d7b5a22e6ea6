import type { EnrolmentAnswer, EnrolmentRefusal } from "../../contract/enrolment.ts";
import { unreachable } from "../../contract/result.ts";
import type { LoginTimes } from "./credentials.ts";
import type { Asked } from "./enrolment-answer.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The part of a login's life after which it is renewed: between these two, so that not all apps ask at once. */
const RENEW_FROM = 0.5;
const RENEW_TO = 0.6;
const FIRST_RETRY = 5 * SECOND;
const LAST_RETRY = HOUR;
/** The person is told when this is left of a login that cannot be renewed: milliseconds, and a part of its life. */
const TELL_BEFORE = 24 * HOUR;
const TELL_PART = 0.25;

/** A login that was just renewed, and that the broker refuses, is renewed no sooner. Milliseconds. */
const FRESH = 5 * MINUTE;

/** Refusals that do not end by themselves: the person has to enrol again. */
const FINAL: readonly EnrolmentRefusal[] = ["key-unknown", "key-withdrawn"];

/** The renewal of one login. Times are milliseconds since the Unix epoch. */
export interface RenewalState {
  readonly login: LoginTimes;
  readonly isAsking: boolean;
  readonly nextAt: number;
  /** Attempts in vain since the last renewal. */
  readonly failures: number;
  /** Since when the login is not renewed although it is time. */
  readonly since: number | undefined;
  readonly refused: EnrolmentRefusal | undefined;
  /** From when on a refusal by the broker is a reason to renew the login. */
  readonly mendFrom: number;
}

export type RenewalEvent =
  | { readonly kind: "due" }
  /** The broker refuses the login: it was withdrawn, or the server has another signing key. */
  | { readonly kind: "login-refused" }
  /** Woke from sleep, or the network changed. */
  | { readonly kind: "check" }
  | Asked;

/** What the person is told. */
export type RenewalTrouble =
  /** The login works until then, and the server does not answer. */
  | { readonly kind: "ending"; readonly until: number; readonly since: number }
  | { readonly kind: "ended"; readonly at: number; readonly since: number }
  | { readonly kind: "refused"; readonly reason: EnrolmentRefusal; readonly until: number };

export type RenewalEffect =
  /** Ends in `answered`, `refused` or `unreachable`. */
  | { readonly kind: "ask" }
  /** Keeps the new login, which begins another renewal. */
  | { readonly kind: "keep"; readonly answer: EnrolmentAnswer }
  /** Ends in `due`. One at a time. */
  | { readonly kind: "wake"; readonly at: number }
  | { readonly kind: "tell"; readonly trouble: RenewalTrouble | undefined };

export interface RenewalTurn {
  readonly state: RenewalState;
  readonly effects: readonly RenewalEffect[];
}

/**
 * Begins with a login.
 * @param isFresh whether it was given just now
 * @param now milliseconds since the Unix epoch
 * @param random 0 inclusive to 1 exclusive
 */
export function beginRenewal(login: LoginTimes, isFresh: boolean, now: number, random: number): RenewalTurn {
  const { issuedAt, expiresAt } = login;
  const part = RENEW_FROM + (RENEW_TO - RENEW_FROM) * random;
  const nextAt = issuedAt + (expiresAt - issuedAt) * part;
  return {
    state: {
      ...{ login, isAsking: false, nextAt, failures: 0, since: undefined, refused: undefined },
      mendFrom: isFresh ? now + FRESH * (0.75 + random / 2) : now,
    },
    effects: [
      { kind: "tell", trouble: undefined },
      { kind: "wake", at: nextAt },
    ],
  };
}

/** @param now milliseconds since the Unix epoch @param random 0 inclusive to 1 exclusive */
export function nextRenewal(
  state: RenewalState,
  event: RenewalEvent,
  now: number,
  random: number,
): RenewalTurn {
  switch (event.kind) {
    case "due":
    case "check": {
      if (state.isAsking || isFinal(state)) return { state, effects: told(state, now) };
      // A wake-up or a new network is a reason to try before its time.
      const isEarly = now < state.nextAt && (event.kind === "due" || state.since === undefined);
      if (isEarly) return { state, effects: [...told(state, now), { kind: "wake", at: wakeOf(state, now) }] };
      return { state: { ...state, isAsking: true }, effects: [...told(state, now), { kind: "ask" }] };
    }
    case "login-refused": {
      if (state.isAsking || isFinal(state) || state.failures > 0) return { state, effects: [] };
      const nextAt = Math.min(state.nextAt, Math.max(now, state.mendFrom));
      if (nextAt > now) return { state: { ...state, nextAt }, effects: [{ kind: "wake", at: nextAt }] };
      return { state: { ...state, isAsking: true }, effects: [{ kind: "ask" }] };
    }
    case "answered":
      return { state: { ...state, isAsking: false }, effects: [{ kind: "keep", answer: event.answer }] };
    case "refused":
      return failed({ ...state, refused: event.reason }, now, random);
    case "unreachable":
      return failed({ ...state, refused: undefined }, now, random);
    default:
      return unreachable(event);
  }
}

function failed(before: RenewalState, now: number, random: number): RenewalTurn {
  const wait = Math.min(FIRST_RETRY * 2 ** Math.min(before.failures, 20), LAST_RETRY);
  const state: RenewalState = {
    ...before,
    isAsking: false,
    failures: before.failures + 1,
    since: before.since ?? now,
    nextAt: now + wait * (0.75 + random / 2),
  };
  const effects = told(state, now);
  return {
    state,
    effects: isFinal(state) ? effects : [...effects, { kind: "wake", at: wakeOf(state, now) }],
  };
}

function isFinal({ refused }: RenewalState): boolean {
  return refused !== undefined && FINAL.includes(refused);
}

/** The next moment at which something is to be tried or told. */
function wakeOf({ login, nextAt, since }: RenewalState, now: number): number {
  const moments = since === undefined ? [] : [tellFrom(login), login.expiresAt].filter((at) => at > now);
  return Math.min(nextAt, ...moments);
}

/** From when the person is told that a login cannot be renewed. */
function tellFrom({ issuedAt, expiresAt }: LoginTimes): number {
  return expiresAt - Math.min(TELL_BEFORE, (expiresAt - issuedAt) * TELL_PART);
}

function told(state: RenewalState, now: number): readonly RenewalEffect[] {
  return [{ kind: "tell", trouble: troubleOf(state, now) }];
}

function troubleOf({ login, since, refused }: RenewalState, now: number): RenewalTrouble | undefined {
  if (since === undefined) return undefined;
  if (refused !== undefined) return { kind: "refused", reason: refused, until: login.expiresAt };
  if (now >= login.expiresAt) return { kind: "ended", at: login.expiresAt, since };
  return now >= tellFrom(login) ? { kind: "ending", until: login.expiresAt, since } : undefined;
}
