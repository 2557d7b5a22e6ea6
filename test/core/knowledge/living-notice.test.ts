import fc from "fast-check";
import { expect, test } from "vitest";
import type { Held } from "../../../main/core/attention/attention.ts";
import { type Row, rowsOf } from "../../../main/core/attention/decision.ts";
import {
  closed,
  HINT_TAG,
  type LivingNotice,
  type NamingDecision,
  NOTICE_TAG,
  onScreen,
  settledNotice,
  tagOf,
  toldNow,
  upToDate,
  withoutServices,
} from "../../../main/core/knowledge/living-notice.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { noticeView } from "../../../main/view/notice.ts";
import { times } from "../../sample.ts";
import { monday } from "../attention/desk.ts";
import { seoul } from "../attention/seoul.ts";
import { arbitraryLife, happen } from "./arbitrary-life.ts";
import { KnowledgeRun } from "./knowledge-run.ts";

const now = monday("10:00");
const row = (service: string, count = 2, toldCount = 1): Row => ({ service, count, toldCount });
const notice = (...of: Parameters<typeof row>): NamingDecision => ({ kind: "notice", ...row(...of) });
const digest = (...rows: readonly Row[]): NamingDecision => ({
  kind: "digest",
  occasion: "news",
  isUrgent: false,
  rows,
});

/** What is known at a time. */
const present = (counts: Record<string, number>, dueAt: Record<string, number> = {}) => ({
  counts: new Map(
    Object.entries(counts).map(([service, count]): [string, Held] => [
      service,
      { count, occurredAt: now, ...(dueAt[service] === undefined ? {} : { dueAt: dueAt[service] }) },
    ]),
  ),
  calendar: seoul,
  now,
});

const said = (living: LivingNotice | null): string =>
  living === null
    ? ""
    : rowsOf(living.says)
        .map(({ service, count, toldCount }) => `${service} ${count} (${count - toldCount})`)
        .join(", ");

test.each([
  [notice("mail"), NOTICE_TAG],
  [digest(row("mail"), row("card")), NOTICE_TAG],
  [{ kind: "deadline", stage: "day", ...row("mail"), dueAt: 5 } as const, NOTICE_TAG],
  [{ kind: "hint" } as const, HINT_TAG],
])("living notice - what names services has one tag, the hint another: %j", (decision, tag) => {
  const situation = {
    calendar: seoul,
    language: "ko",
    catalog: [],
    ledger: new Map(),
    preferences: DEFAULT_PREFERENCES,
  } as const;
  expect(noticeView(decision, situation, 0).tag).toBe(tag);
  expect(tagOf(decision)).toBe(tag);
});

test("living notice - a later one says all that is still new, with its present count", () => {
  const first = toldNow(null, notice("leave", 4, 3), present({ leave: 4 }));
  const second = toldNow(first, notice("card", 1, 0), present({ leave: 5, card: 1 }));
  expect(second.says).toMatchObject({ kind: "digest", occasion: "news" });
  expect(said(second)).toBe("card 1 (1), leave 5 (2)");
  expect(said(toldNow(second, notice("leave", 6, 5), present({ leave: 6, card: 0 })))).toBe("leave 6 (3)");
});

test("living notice - what was only a reminder makes room; what is overdue stays, first and urgent", () => {
  const dueAt = { visitor: now - 1 };
  const reminder = digest({ ...row("visitor", 1, 1), dueAt: now - 1 }, row("card", 3, 3));
  const first = toldNow(null, reminder, present({ visitor: 1, card: 3 }, dueAt));
  const second = toldNow(first, notice("mail", 1, 0), present({ visitor: 1, card: 3, mail: 1 }, dueAt));
  expect(said(second)).toBe("visitor 1 (0), mail 1 (1)");
  expect(second.says).toMatchObject({ kind: "digest", isUrgent: true });
});

test("living notice - a fall changes it, the last fall ends it", () => {
  const first = toldNow(null, digest(row("leave", 4, 2), row("card", 1, 0)), present({ leave: 4, card: 1 }));
  expect(upToDate(first, present({ leave: 4, card: 1 }))).toBe(first);
  const second = upToDate(first, present({ leave: 3, card: 0 }));
  expect(said(second)).toBe("leave 3 (1)");
  expect(said(upToDate(second, present({ leave: 1 })))).toBe("leave 1 (0)");
  expect(upToDate(second, present({ leave: 0 }))).toBeNull();
});

test("living notice - a deadline that is no longer near is a plain notice", () => {
  const told: NamingDecision = { kind: "deadline", stage: "hours", ...row("leave"), dueAt: now + 1 };
  const first = toldNow(null, told, present({ leave: 2 }, { leave: now + 1 }));
  expect(first.says).toEqual({ kind: "deadline", stage: "hours", ...row("leave"), dueAt: now + 1 });
  expect(upToDate(first, present({ leave: 1 }))?.says).toEqual({ kind: "notice", ...row("leave", 1, 1) });
});

test("living notice - one that left the screen is not on it, and what it said is still new, unless it was dismissed", () => {
  const first = toldNow(null, notice("mail"), present({ mail: 2 }));
  expect(onScreen(first)).toEqual(["mail"]);
  expect(closed(first, HINT_TAG, true)).toBe(first);
  expect(closed(first, NOTICE_TAG, true)).toBeNull();
  const listed = closed(first, NOTICE_TAG, false);
  expect(onScreen(listed)).toEqual([]);
  expect(said(toldNow(listed, notice("card", 1, 0), present({ mail: 2, card: 1 })))).toBe(
    "card 1 (1), mail 2 (1)",
  );
});

test("living notice - in the desktop's list it can only be removed", () => {
  const listed = closed(toldNow(null, notice("mail"), present({ mail: 2 })), NOTICE_TAG, false);
  const effects: Parameters<typeof settledNotice>[2] = [];
  const after = settledNotice(listed, upToDate(listed, present({ mail: 1 })), effects);
  expect(effects).toEqual([{ kind: "withdraw", tag: NOTICE_TAG }]);
  expect(after?.place).toBe("gone");
  expect(settledNotice(after, upToDate(after, present({ mail: 3 })), effects)?.place).toBe("gone");
  expect(effects).toHaveLength(1);
});

test("living notice - a service that was looked at leaves it, the others stay", () => {
  const first = toldNow(null, digest(row("leave"), row("card")), present({ leave: 2, card: 2 }));
  const effects: Parameters<typeof settledNotice>[2] = [];
  const one = settledNotice(first, withoutServices(first, ["card"], now), effects);
  expect(effects).toEqual([{ kind: "rewrite", after: 1_000 }]);
  expect(said(one)).toBe("leave 2 (1)");
  expect(settledNotice(one, withoutServices(one, ["leave"], now), effects)).toBeNull();
  expect(effects.at(-1)).toEqual({ kind: "withdraw", tag: NOTICE_TAG });
});

test("living notice - whatever happens, there is one at most, and it never says another count than the known one", () => {
  fc.assert(
    fc.property(arbitraryLife, (life) => {
      const run = new KnowledgeRun().sync();
      let screen: NamingDecision | null = null;
      let seenSteps = 0;
      const look = (): void => {
        for (const effect of run.steps.slice(seenSteps).flat()) {
          if (effect.kind === "tell" && effect.decision.kind !== "hint") screen = effect.decision;
          else if (effect.kind === "rewrite") screen = run.state.notice?.says ?? null;
          else if (effect.kind === "withdraw-all") screen = null;
          else if (effect.kind === "withdraw" && effect.tag === NOTICE_TAG) screen = null;
        }
        seenSteps = run.steps.length;
        const { notice: living, ledger } = run.state;
        expect(screen).toEqual(living?.place === "screen" ? living.says : null);
        for (const { service, count, toldCount } of screen === null ? [] : rowsOf(screen)) {
          expect(count).toBe(ledger.get(service)?.count);
          expect(count).toBeGreaterThan(0);
          expect(toldCount).toBeLessThanOrEqual(count);
        }
      };
      for (const happening of life) {
        if (happening.kind === "notice-closed") screen = null;
        happen(run, happening);
        look();
      }
    }),
    { numRuns: times(100, 2_000) },
  );
});
