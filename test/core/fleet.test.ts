import fc from "fast-check";
import { expect, test } from "vitest";
import { formatTestNotice } from "../../main/contract/fleet.ts";
import { nextReport, type ReportPlan, takeTest, testedBy, testHeldBy } from "../../main/core/fleet.ts";

const MINUTE = 60_000;
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const NOTICE = new TextEncoder().encode(formatTestNotice("0123456789abcdef0123456789abcdef"));

test("fleet reports - the first one comes within 10 minutes, the others an hour ± 10 minutes later", () => {
  fc.assert(
    fc.property(chance, (drawn) => {
      const first = nextReport("none", { kind: "connected" }, drawn);
      expect(first).toMatchObject({ plan: "planned", isDue: false });
      expect(first.wait).toBeGreaterThanOrEqual(0);
      expect(first.wait).toBeLessThanOrEqual(10 * MINUTE);
      const second = nextReport("planned", { kind: "due", isConnected: true }, drawn);
      expect(second).toMatchObject({ plan: "planned", isDue: true });
      expect(second.wait).toBeGreaterThanOrEqual(50 * MINUTE);
      expect(second.wait).toBeLessThanOrEqual(70 * MINUTE);
    }),
  );
});

test("fleet reports - thousands of apps that connect at once are spread over the 10 minutes", () => {
  const waits = Array.from(
    { length: 100 },
    (_, at) => nextReport("none", { kind: "connected" }, at / 100).wait,
  );
  expect(waits.filter((wait) => (wait ?? 0) < MINUTE)).toHaveLength(10);
});

test("fleet reports - however often it reconnects, an app reports at most every 50 minutes, and never without a connection", () => {
  const step = fc.record({
    after: fc.integer({ min: 0, max: 40 * MINUTE }),
    isConnected: fc.boolean(),
    drawn: chance,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let plan: ReportPlan = "none";
      let isConnected = false;
      let now = 0;
      let dueAt: number | undefined;
      const sentAt: number[] = [];
      const take = (event: Parameters<typeof nextReport>[1], drawn: number): void => {
        const next = nextReport(plan, event, drawn);
        plan = next.plan;
        if (next.isDue) {
          expect(isConnected).toBe(true);
          sentAt.push(now);
        }
        dueAt = next.wait === undefined ? dueAt : now + next.wait;
      };
      for (const { after, isConnected: will, drawn } of steps) {
        const then = now + after;
        while (dueAt !== undefined && dueAt <= then) {
          now = dueAt;
          dueAt = undefined;
          take({ kind: "due", isConnected }, drawn);
        }
        now = then;
        if (will && !isConnected) take({ kind: "connected" }, drawn);
        isConnected = will;
        expect((plan as ReportPlan) === "planned").toBe(dueAt !== undefined);
      }
      for (const [at, time] of sentAt.entries()) {
        if (at > 0) expect(time - (sentAt[at - 1] ?? 0)).toBeGreaterThanOrEqual(50 * MINUTE);
      }
    }),
  );
});

test("fleet reports - one that became due without a connection is sent after the next one, not at once", () => {
  expect(nextReport("planned", { kind: "due", isConnected: false }, 0.5)).toEqual({
    plan: "overdue",
    isDue: false,
  });
  expect(nextReport("overdue", { kind: "connected" }, 0.5)).toEqual({
    plan: "planned",
    wait: 5 * MINUTE,
    isDue: false,
  });
  expect(nextReport("planned", { kind: "connected" }, 0.5)).toEqual({ plan: "planned", isDue: false });
});

test("test notices - at most one a minute is taken, and only a notice", () => {
  const now = Date.UTC(2026, 10, 28);
  expect(takeTest(NOTICE, null, now)).toBe("0123456789abcdef0123456789abcdef");
  expect(takeTest(NOTICE, now - MINUTE + 1, now)).toBeUndefined();
  expect(takeTest(NOTICE, now - MINUTE, now)).toBeDefined();
  expect(takeTest(NOTICE, now + 60 * MINUTE, now)).toBeDefined(); // the clock was set back
  expect(takeTest(new TextEncoder().encode('{"stream":"FLEET","seq":1}'), null, now)).toBeUndefined();
});

test("test notices - a locked screen and a presentation hold one", () => {
  expect(testHeldBy({ isLocked: false, isPresenting: false })).toBeUndefined();
  expect(testHeldBy({ isLocked: true, isPresenting: true })).toEqual({ outcome: "held", reason: "locked" });
  expect(testHeldBy({ isLocked: false, isPresenting: true })).toEqual({
    outcome: "held",
    reason: "presenting",
  });
  expect(testedBy({ outcome: "shown" })).toEqual({ kind: "tested", fault: null });
  expect(testedBy({ outcome: "failed", reason: "blocked" })).toEqual({ kind: "tested", fault: "blocked" });
});
