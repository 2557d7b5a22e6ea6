import fc from "fast-check";
import { expect, test } from "vitest";
import type { EnrolmentAnswer } from "../../../main/contract/enrolment.ts";
import {
  beginRenewal,
  nextRenewal,
  type RenewalEffect,
  type RenewalEvent,
  type RenewalState,
  type RenewalTrouble,
} from "../../../main/core/account/renewal.ts";
import { times } from "../../sample.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LOGIN = { issuedAt: 0, expiresAt: 7 * DAY };
const ANSWER = {
  user: "hong.gd",
  jwt: "j",
  expiresAt: 0,
  lifetime: 1,
  servers: [],
} satisfies EnrolmentAnswer;
const AWAY = { kind: "unreachable", detail: "" } as const;

const toldIn = (effects: readonly RenewalEffect[]): RenewalTrouble | undefined | "nothing" => {
  const told = effects.findLast((effect) => effect.kind === "tell");
  return told === undefined ? "nothing" : told.trouble;
};

/** Lets a server answer always the same, and returns what was told and when it was asked. */
function live(answer: RenewalEvent, until: number) {
  let { state, effects } = beginRenewal(LOGIN, false, 0, 0.5);
  const asked: number[] = [];
  const told: { readonly at: number; readonly kind: string }[] = [];
  let now = 0;
  const tell = (): void => {
    const trouble = toldIn(effects);
    const kind = trouble === "nothing" ? undefined : (trouble?.kind ?? "fine");
    if (kind !== undefined && told.at(-1)?.kind !== kind) told.push({ at: now, kind });
  };
  tell();
  for (let rounds = 0; rounds < 1_000; rounds += 1) {
    const wake = effects.findLast((effect) => effect.kind === "wake");
    if (wake === undefined || wake.at > until) break;
    now = wake.at;
    ({ state, effects } = nextRenewal(state, { kind: "due" }, now, 0.5));
    tell();
    if (!effects.some(({ kind }) => kind === "ask")) continue;
    asked.push(now);
    ({ state, effects } = nextRenewal(state, answer, now, 0.5));
    tell();
  }
  return { state, asked, told };
}

test("renewal - it begins between half and six tenths of a login's life, and keeps the new login", () => {
  for (const [random, part] of [
    [0, 0.5],
    [0.999, 0.5999],
  ] as const)
    expect(beginRenewal(LOGIN, false, 0, random).state.nextAt).toBeCloseTo(7 * DAY * part, -6);
  const { asked, told, state } = live({ kind: "answered", answer: ANSWER }, 20 * DAY);
  expect(asked).toHaveLength(1);
  expect(told).toEqual([{ at: 0, kind: "fine" }]);
  expect(state.isAsking).toBe(false);
});

test("renewal - a server that is away is asked with growing waits; a day before the end it is told, and at the end", () => {
  const { asked, told } = live(AWAY, 10 * DAY);
  const [first = 0] = asked;
  const waits = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
  expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(Math.max(...waits)).toBe(HOUR);
  expect(told).toEqual([
    { at: 0, kind: "fine" },
    { at: 6 * DAY, kind: "ending" },
    { at: 7 * DAY, kind: "ended" },
  ]);
  expect(asked.at(-1)).toBeGreaterThan(9.9 * DAY);
  expect(first).toBeLessThan(4.3 * DAY);
});

test("renewal - a person who left is told at once and asked again; a withdrawn or unknown key is final", () => {
  const left = live({ kind: "refused", reason: "person-unknown" }, 6 * DAY);
  expect(left.told.map(({ kind }) => kind)).toEqual(["fine", "refused"]);
  expect(left.asked.length).toBeGreaterThan(20);
  for (const reason of ["key-withdrawn", "key-unknown"] as const) {
    const { asked, told } = live({ kind: "refused", reason }, 20 * DAY);
    expect(asked).toHaveLength(1);
    expect(told.map(({ kind }) => kind)).toEqual(["fine", "refused"]);
  }
});

test("renewal - after a wake-up a login that waits for the server is tried at once, and no other", () => {
  const begun = beginRenewal(LOGIN, false, 0, 0.5).state;
  expect(nextRenewal(begun, { kind: "check" }, DAY, 0.5).effects).not.toContainEqual({ kind: "ask" });
  const asking = nextRenewal(begun, { kind: "due" }, 4 * DAY, 0.5).state;
  expect(nextRenewal(asking, { kind: "check" }, 4 * DAY, 0.5).effects).not.toContainEqual({ kind: "ask" });
  const failed = nextRenewal(asking, AWAY, 4 * DAY, 0.5).state;
  expect(nextRenewal(failed, { kind: "check" }, 4 * DAY + 1, 0.5).effects).toContainEqual({ kind: "ask" });
});

test("renewal - a login that the broker refuses is renewed at once, a fresh one after minutes, and one that waits as before", () => {
  const refused = { kind: "login-refused" } as const;
  const old = beginRenewal(LOGIN, false, DAY, 0.5).state;
  expect(nextRenewal(old, refused, DAY, 0.5).effects).toEqual([{ kind: "ask" }]);
  const fresh = beginRenewal(LOGIN, true, DAY, 0.5).state;
  const waits = nextRenewal(fresh, refused, DAY, 0.5);
  expect(waits.effects).toEqual([{ kind: "wake", at: DAY + 300_000 }]);
  expect(nextRenewal(waits.state, { kind: "due" }, DAY + 300_000, 0.5).effects).toContainEqual({
    kind: "ask",
  });
  const asking = nextRenewal(old, refused, DAY, 0.5).state;
  const failed = nextRenewal(asking, AWAY, DAY, 0.5).state;
  for (const state of [asking, failed])
    expect(nextRenewal(state, refused, DAY, 0.5)).toEqual({ state, effects: [] });
});

test("renewal - a login that ended while the PC was off is renewed at once, without a word", () => {
  const begun = beginRenewal(LOGIN, false, 0, 0.5);
  const due = nextRenewal(begun.state, { kind: "due" }, 30 * DAY, 0.5);
  expect(due.effects).toContainEqual({ kind: "ask" });
  expect(toldIn(due.effects)).toBeUndefined();
});

test("renewal - whatever happens, there is one request at a time, and one that is not final wakes again", () => {
  const own: readonly RenewalEvent["kind"][] = ["due", "check", "login-refused"];
  const anyEvent: fc.Arbitrary<RenewalEvent> = fc.constantFrom<RenewalEvent>(
    { kind: "due" },
    { kind: "check" },
    { kind: "login-refused" },
    { kind: "refused", reason: "person-unknown" },
    { kind: "refused", reason: "unavailable" },
    AWAY,
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 2 * DAY })), { maxLength: 50 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (events, random) => {
        let state: RenewalState = beginRenewal(LOGIN, false, 0, random).state;
        let now = 0;
        for (const [event, later] of events) {
          if (!state.isAsking && !own.includes(event.kind)) continue;
          now += later;
          const turn = nextRenewal(state, event, now, random);
          const asks = turn.effects.filter(({ kind }) => kind === "ask").length;
          const wakes = turn.effects.filter(({ kind }) => kind === "wake").length;
          expect(asks).toBeLessThanOrEqual(state.isAsking ? 0 : 1);
          if (!turn.state.isAsking && turn.state !== state) expect(wakes).toBe(1);
          for (const effect of turn.effects)
            if (effect.kind === "wake") expect(effect.at).toBeGreaterThan(now - 1);
          const trouble = toldIn(turn.effects);
          if (trouble !== "nothing" && trouble?.kind === "ended") expect(now).toBeGreaterThanOrEqual(7 * DAY);
          state = turn.state;
        }
      },
    ),
    { numRuns: times(300, 2_000) },
  );
});
