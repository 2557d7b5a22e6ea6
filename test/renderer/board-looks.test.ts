import { afterAll, beforeAll, expect, test } from "vitest";
import type { Language } from "../../main/contract/catalog.ts";
import type { BoardView } from "../../main/view/board.ts";
import { weekView } from "../../main/view/week.ts";
import { sample } from "../sample.ts";
import { situationOf } from "../view/situation.ts";
import { axeFindings, DEFAULT_LOOK, LOOKS } from "./axe.ts";
import { type BoardPage, openBoardPage } from "./board-page.ts";
import { layoutFaults } from "./layout.ts";
import { company, crowd, event, ledger, now, stale, unsure, view } from "./situations.ts";

/** The board as people see it: enlarged, dark, with more contrast and in forced colours. */

let board: BoardPage;
beforeAll(async () => {
  board = await openBoardPage();
});
afterAll(() => board?.dispose());

const nothing = ledger([]);
const DAY = 24 * 3_600_000;

function leaveAndWeek(language: Language): BoardView {
  const catalog = company.map((each) => ({ ...each, delegateUrl: `https://${each.id}.example.com/deputy` }));
  const week = weekView(
    situationOf({
      language,
      catalog,
      week: {
        monday: "2026-11-16",
        services: new Map([
          ["hr-leave", { came: 12, done: 10, waited: 2 * DAY, longest: 3 * DAY, waiting: [] }],
          ["sign", { came: 1, done: 0, waited: 0, longest: DAY / 8, waiting: [] }],
        ]),
      },
    }),
    now - 2 * DAY + DAY / 8, // Friday
  );
  const leave = view({ catalog: catalog.slice(0, 2), pausedUntil: now + 5 * DAY }, language);
  if (week === undefined || leave.paused?.deputy === undefined) throw new Error("nothing to look at");
  return { ...leave, week };
}
const hard: Readonly<Record<string, () => BoardView>> = {
  "the demo company": () => view(),
  "the demo company in English": () => view({}, "en"),
  "lost contact": () => view({ connection: stale, pausedUntil: now }),
  "lost contact in English": () => view({ connection: stale, pausedUntil: now }, "en"),
  "counts that are not sure": unsure,
  "counts that are not sure in English": () =>
    view({ unsure: new Set(["finance-card", "mail", "sign"]), snoozed: new Map([["mail", now + 1]]) }, "en"),
  "no data of any service": () => view({ ledger: nothing }),
  "nothing waits as far as is known": () =>
    view({ ledger: ledger([event("mail", 0, 5)]), unsure: new Set(["visitor"]) }),
  "before the first contact": () =>
    view({ catalog: [], ledger: nothing, connection: { kind: "connecting", lastContact: null } }),
  "thirty services and a long name": () => view(crowd(30)),
  "thirty services and a long name in English": () => view({ ...crowd(30), connection: stale }, "en"),
  "a leave with two deputies to name, and the week's summary": () => leaveAndWeek("ko"),
  "a leave with two deputies to name, and the week's summary, in English": () => leaveAndWeek("en"),
  "problems and no services": () =>
    view({
      catalog: [],
      ledger: nothing,
      problems: [{ key: "policy-refused", args: [`/etc/${"long".repeat(40)}.json`, "x".repeat(200)] }],
    }),
};

const factors = sample([1, 1.25, 1.5, 2], (factor) => factor === 1 || factor === 2);
const schemes = sample(["light", "dark"] as const, (scheme) => scheme === "dark");
/** Everything of the same colours is in these. */
const worst = sample(Object.keys(hard), (title) =>
  /^(lost contact|counts that|thirty|problems|a leave).*(?<!English)$/.test(title),
);

for (const [title, make] of Object.entries(hard)) {
  test(`board - nothing sticks out or is cut off, also enlarged up to 200 %: ${title}`, async () => {
    for (const factor of factors) {
      await board.zoom(factor);
      try {
        await board.openAndSettle(make());
        await expect.poll(() => board.page.evaluate("window.devicePixelRatio")).toBe(factor);
        // Facts and names that no line holds are cut, and stand in full in their row's title.
        const cut = title.includes("a long name") ? ".row-name, " : "";
        const mayBeCut = `${cut}.row-facts, .row-facts *`;
        expect(await layoutFaults(board.page, mayBeCut), `at ${factor}`).toEqual([]);
        const page = await board.page.evaluate("document.documentElement.scrollHeight <= innerHeight");
        expect(page, `only the content scrolls at ${factor}`).toBe(true);
      } finally {
        await board.zoom(1);
      }
    }
  });

  for (const colorScheme of worst.includes(title) ? schemes : []) {
    test(`board - axe finds nothing to mend in ${colorScheme}, with more contrast and in forced colours: ${title}`, async () => {
      try {
        await board.openAndSettle(make());
        for (const look of LOOKS) {
          await board.page.emulateMedia({ colorScheme, ...look });
          expect(await axeFindings(board.page), JSON.stringify(look)).toEqual([]);
        }
      } finally {
        await board.page.emulateMedia(DEFAULT_LOOK);
      }
    });
  }
}
