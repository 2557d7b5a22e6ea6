import fc from "fast-check";
import { expect, test } from "vitest";
import type { EnrolmentAnswer } from "../../../main/contract/enrolment.ts";
import {
  type EnrolmentEffect,
  type EnrolmentEvent,
  type EnrolmentState,
  nextEnrolment,
  READY,
} from "../../../main/core/account/enrolment.ts";
import { readAnswer } from "../../../main/core/account/enrolment-answer.ts";
import { times } from "../../sample.ts";

const ANSWER: EnrolmentAnswer = {
  user: "hong.gd",
  jwt: "eyJ0.eyJ1.c2ln",
  expiresAt: 2_000_000_000,
  lifetime: 604_800,
  servers: ["tls://broker.example.com:4222"],
};
const URL = "https://alrimi.example.com/v1/enrol/start";
const CODE = "0123-4567-89AB-CDEF";
const LISTENING = { kind: "listening", url: URL, number: "123-456" } as const;
const RETURNED = { kind: "returned", grant: "g" } as const;
const AWAY = { kind: "unreachable", detail: "ECONNREFUSED" } as const;

/** The state after events that come a second apart, with all effects. */
function after(events: readonly EnrolmentEvent[], from: EnrolmentState = READY) {
  let state = from;
  const effects: EnrolmentEffect[] = [];
  for (const [index, event] of events.entries()) {
    const turn = nextEnrolment(state, event, index * 1_000, 0.5);
    state = turn.state;
    effects.push(...turn.effects);
  }
  return { state, effects };
}

test("enrolment - the sign-on listens, opens the browser, asks for the login and saves it", () => {
  const { state, effects } = after([
    { kind: "sign-on" },
    LISTENING,
    RETURNED,
    { kind: "answered", answer: ANSWER },
    { kind: "saved" },
  ]);
  expect(state).toEqual({ kind: "saved" });
  expect(effects).toEqual([
    { kind: "listen" },
    { kind: "open", url: URL },
    { kind: "wake", at: 601_000 },
    { kind: "ask-by-sign-on", grant: "g" },
    { kind: "save", answer: ANSWER },
    { kind: "stop" },
  ]);
});

test("enrolment - a typed code is asked as it was made, and one that is none is not asked", () => {
  expect(after([{ kind: "code", code: " 0123 4567-89ab–cdef " }]).effects).toEqual([
    { kind: "ask-by-code", code: CODE },
  ]);
  expect(after([{ kind: "code", code: "0123" }])).toEqual({
    state: { kind: "ready", fault: "bad-code", isOfCode: true },
    effects: [{ kind: "stop" }],
  });
});

test("enrolment - a refused code is a fault of the field, a refused sign-on is not", () => {
  const refused = { kind: "refused", reason: "code-expired" } as const;
  expect(after([{ kind: "code", code: CODE }, refused]).state).toEqual({
    ...{ kind: "ready", fault: "code-expired", isOfCode: true },
  });
  expect(after([{ kind: "sign-on" }, LISTENING, RETURNED, refused]).state).toEqual({
    ...{ kind: "ready", fault: "code-expired" },
  });
});

test("enrolment - while the server is away the same is asked again, with growing waits, since the first failure", () => {
  let state = after([{ kind: "sign-on" }]).state;
  const waits: number[] = [];
  let now = 0;
  for (let tries = 0; tries < 10; tries += 1) {
    const failed = nextEnrolment(state, AWAY, now, 0.5);
    expect(failed.state).toMatchObject({ kind: "working", away: { since: 0, failures: tries + 1 } });
    const [wake] = failed.effects;
    if (wake?.kind !== "wake") throw new Error("it does not wake");
    waits.push(wake.at - now);
    now = wake.at;
    const again = nextEnrolment(failed.state, { kind: "due" }, now, 0.5);
    expect(again.effects).toEqual([{ kind: "listen" }]);
    state = again.state;
  }
  expect(waits.slice(0, 6)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000]);
  expect(Math.max(...waits)).toBe(60_000);
  expect(nextEnrolment(state, LISTENING, now, 0.5).state.kind).toBe("waiting");
});

test("enrolment - the wait for the browser ends after ten minutes, and not when a timer fires early", () => {
  const { state } = after([{ kind: "sign-on" }, LISTENING]);
  expect(nextEnrolment(state, { kind: "due" }, 600_000, 0)).toEqual({
    state,
    effects: [{ kind: "wake", at: 601_000 }],
  });
  expect(nextEnrolment(state, { kind: "due" }, 601_000, 0)).toEqual({
    state: { kind: "ready", fault: "too-late" },
    effects: [{ kind: "stop" }],
  });
});

test("enrolment - the browser is opened again on demand, and a cancelled sign-on takes nothing more", () => {
  const waiting = after([{ kind: "sign-on" }, LISTENING]).state;
  expect(nextEnrolment(waiting, { kind: "open-again" }, 0, 0).effects).toEqual([{ kind: "open", url: URL }]);
  const { state } = nextEnrolment(waiting, { kind: "cancel" }, 0, 0);
  expect(state).toEqual(READY);
  for (const late of [LISTENING, RETURNED, AWAY, { kind: "answered", answer: ANSWER } as const])
    expect(nextEnrolment(state, late, 0, 0)).toEqual({ state, effects: [] });
});

const anyEvent: fc.Arbitrary<EnrolmentEvent> = fc.constantFrom<EnrolmentEvent>(
  { kind: "sign-on" },
  { kind: "code", code: CODE },
  { kind: "code", code: "no" },
  { kind: "cancel" },
  { kind: "open-again" },
  LISTENING,
  { kind: "not-opened", detail: "" },
  { kind: "no-sign-on" },
  { kind: "declined" },
  RETURNED,
  { kind: "answered", answer: ANSWER },
  { kind: "refused", reason: "person-unknown" },
  AWAY,
  { kind: "saved" },
  { kind: "not-saved", detail: "" },
  { kind: "due" },
);

test("enrolment - whatever happens, a login is saved only after it was asked for, and every end stops what is under way", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      let state: EnrolmentState = READY;
      let isAsked = false;
      for (const [index, event] of events.entries()) {
        const turn = nextEnrolment(state, event, index * 1_000, 0.5);
        for (const { kind } of turn.effects) {
          if (kind === "ask-by-sign-on" || kind === "ask-by-code") isAsked = true;
          if (kind === "stop") isAsked = false;
          if (kind === "save") expect(isAsked && event.kind === "answered").toBe(true);
        }
        if (turn.state.kind === "ready" && state.kind !== "ready")
          expect(turn.effects).toContainEqual({ kind: "stop" });
        // Whoever waits for the server or the browser is woken, or has asked.
        if (turn.state.kind === "working" && turn.state !== state) expect(turn.effects).not.toEqual([]);
        state = turn.state;
      }
      expect(nextEnrolment(state, { kind: "cancel" }, 0, 0).state.kind).toMatch(/^(ready|saved)$/);
    }),
    { numRuns: times(300, 2_000) },
  );
});

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

test("enrolment answer - a login, a refusal, and everything else is a server that is away", () => {
  expect(readAnswer(200, bytes({ ...ANSWER, more: 1 }))).toEqual({ kind: "answered", answer: ANSWER });
  expect(readAnswer(403, bytes({ type: "urn:alrimi:key-withdrawn" }))).toEqual({
    ...{ kind: "refused", reason: "key-withdrawn" },
  });
  for (const [status, body] of [
    [200, bytes({ ...ANSWER, servers: ["nats://user:password@host"] })],
    [200, bytes({ ...ANSWER, servers: [] })],
    [200, bytes({ ...ANSWER, user: "HONG" })],
    [200, bytes({ ...ANSWER, jwt: "-----BEGIN" })],
    [503, bytes({ type: "urn:alrimi:unavailable" })],
    [403, bytes({ type: "urn:alrimi:something-new" })],
    [502, new TextEncoder().encode("<html>bad gateway</html>")],
    [302, new Uint8Array()],
  ] as const)
    expect(readAnswer(status, body)).toEqual({ kind: "unreachable", detail: `it answered ${status}` });
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.json(), (status, json) => {
      expect(readAnswer(status, new TextEncoder().encode(json)).kind).toMatch(/^(unreachable|refused)$/);
    }),
  );
});
