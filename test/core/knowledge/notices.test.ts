import { expect, test } from "vitest";
import type { Effect, TellingDecision } from "../../../main/core/knowledge/effect.ts";
import {
  closed,
  type Notices,
  onScreen,
  tagOf,
  withNotice,
  withoutServices,
} from "../../../main/core/knowledge/notices.ts";
import { DEFAULT_PREFERENCES } from "../../../main/core/preferences/preferences.ts";
import { noticeView } from "../../../main/view/notice.ts";
import { seoul } from "../attention/seoul.ts";

const row = (service: string) => ({ service, count: 2, toldCount: 1 });
const notice = (service: string): TellingDecision => ({ kind: "notice", ...row(service) });
const digest = (...services: string[]): TellingDecision => ({
  kind: "digest",
  occasion: "news",
  isUrgent: false,
  rows: services.map(row),
});

function show(...decisions: readonly TellingDecision[]): { notices: Notices; effects: Effect[] } {
  const effects: Effect[] = [];
  const notices = decisions.reduce<Notices>((all, decision) => withNotice(all, decision, effects), new Map());
  return { notices, effects };
}

test.each<TellingDecision>([
  notice("mail"),
  digest("mail", "hr-leave"),
  digest("mail"),
  { kind: "deadline", stage: "day", ...row("mail"), dueAt: 5 },
  { kind: "hint" },
])("notices - $kind is taken away under the tag with which it is shown", (decision) => {
  const situation = {
    calendar: seoul,
    language: "ko",
    catalog: [],
    preferences: DEFAULT_PREFERENCES,
  } as const;
  expect(noticeView(decision, situation, 0).tag).toBe(tagOf(decision));
});

test("notices - a later one takes the place of all that it says, and leaves the rest", () => {
  const { notices, effects } = show(notice("mail"), notice("card"), digest("leave", "card"));
  expect([...notices.keys()]).toEqual(["service:mail", "digest:card,leave"]);
  expect(effects.map(({ kind }) => kind)).toEqual(["tell", "tell", "withdraw", "tell"]);
  expect(effects[2]).toEqual({ kind: "withdraw", tag: "service:card" });
});

test("notices - one goes with the last of its services, once", () => {
  const { notices } = show(digest("leave", "card"));
  const effects: Effect[] = [];
  const one = withoutServices(notices, ["card"], effects);
  expect(effects).toEqual([]);
  const none = withoutServices(one, ["leave"], effects);
  withoutServices(none, ["leave"], effects);
  expect(effects).toEqual([{ kind: "withdraw", tag: "digest:card,leave" }]);
});

test("notices - one that left the screen is not on it, and is still taken away", () => {
  const { notices } = show(notice("mail"), notice("card"));
  const after = closed(closed(notices, "service:mail"), "unheard of");
  expect(onScreen(after)).toEqual(["card"]);
  const effects: Effect[] = [];
  withoutServices(after, ["mail"], effects);
  expect(effects).toEqual([{ kind: "withdraw", tag: "service:mail" }]);
});
