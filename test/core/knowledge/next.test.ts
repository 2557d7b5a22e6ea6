import { expect, test } from "vitest";
import type { KnowledgeInput } from "../../../main/core/knowledge/knowledge.ts";
import { NOTHING_REMEMBERED } from "../../../main/core/knowledge/saved.ts";
import { eventOf } from "../../contract/events.ts";
import { monday } from "../attention/desk.ts";
import {
  CATALOG,
  catalogInput,
  KnowledgeRun,
  live,
  messageOf,
  ofKind,
  retained,
  subjectOf,
} from "./knowledge-run.ts";

const HOUR = 3_600_000;
const GOOD = messageOf(eventOf({ count: 3, sequence: 500n }));
const OLDER = messageOf(eventOf({ count: 1, sequence: 2n }));
const NOTHING = new Uint8Array();

/** A fresh state with three told approvals and nothing pending. */
function knowing(): KnowledgeRun {
  return new KnowledgeRun().sync().take(live(GOOD)).pass(60_000);
}

test("knowledge - an event is kept, drawn, saved soon and told two seconds later, once", () => {
  const run = new KnowledgeRun().sync().take(live(GOOD));
  expect(run.state.ledger.get("hr-leave")?.count).toBe(3);
  expect(run.steps.at(-1)).toEqual([
    { kind: "save", isDue: false },
    { kind: "draw" },
    { kind: "log", level: "info", line: "not told: hr-leave: collecting" },
    { kind: "wake", after: 2_000 },
  ]);
  expect(run.told).toEqual([]);
  run.pass(2_000);
  expect(run.last("tell")).toHaveLength(1);
  expect(run.last("save")).toEqual([{ kind: "save", isDue: true }]);
  run.pass(HOUR);
  const notice = { kind: "notice", service: "hr-leave", count: 3, toldCount: 0 };
  expect(run.told).toEqual([notice]);
  expect(run.state.history.map(({ decision }) => decision)).toEqual([notice]);
});

test("knowledge - of a burst only where each count ends is decided on", () => {
  const burst = Array.from({ length: 100 }, (_, index) =>
    messageOf(eventOf({ sequence: BigInt(501 + index), count: index === 99 ? 3 : index })),
  );
  const run = knowing().take(live(...burst));
  expect(run.last("save")).toHaveLength(1);
  expect(run.last("draw")).toHaveLength(1);
  expect(run.pass(HOUR).told).toHaveLength(1); // the three of before
});

const OTHERS: readonly (readonly [string, KnowledgeInput])[] = [
  ["of another user, sent", live(messageOf(eventOf({ user: "kim.ys", sequence: 900n })))],
  [
    "of another user, on this one's subject",
    live({ ...GOOD, payload: messageOf(eventOf({ user: "kim.ys" })).payload }),
  ],
  ["of another user, read", retained("hr-leave", messageOf(eventOf({ user: "kim.ys", sequence: 900n })))],
  ["on a subject that is none", live({ ...GOOD, origin: "catalog.services" })],
];

test.each(OTHERS)(
  "knowledge - an event %s changes no count, tells nothing and is refused",
  (_what, input) => {
    const before = knowing();
    const { ledger, attention } = before.state;
    before.take(input);
    expect(before.last("refused").length).toBeGreaterThan(0);
    expect(before.last("save")).toEqual([]);
    expect(before.state.ledger).toBe(ledger);
    expect(before.state.attention.told).toBe(attention.told);
    expect(before.pass(HOUR).told).toHaveLength(1);
  },
);

test("knowledge - an event on another user's subject does not even cost a drawing", () => {
  const run = knowing();
  const { state } = run;
  run.take(live(messageOf(eventOf({ user: "kim.ys" }))));
  expect(run.state).toEqual(state);
  expect(run.steps.at(-1)).toMatchObject([{ kind: "refused", reason: "other-user" }]);
});

test("knowledge - a bad event loses no count: what was known stays with its time, and is not sure", () => {
  const run = knowing();
  const { ledger } = run.state;
  run.take(live({ ...GOOD, payload: NOTHING }));
  expect(run.state.ledger).toBe(ledger);
  expect([...run.state.unsure]).toEqual(["hr-leave"]);
  run.take(live(messageOf(eventOf({ count: 4, sequence: 501n }))));
  expect(run.state.unsure.size).toBe(0);
});

test("knowledge - a bad event between two good ones loses neither", () => {
  const card = messageOf(eventOf({ service: "finance-card", count: 2 }));
  const run = knowing().take(
    live(card, { ...card, payload: NOTHING }, messageOf(eventOf({ count: 7, sequence: 501n }))),
  );
  expect(run.state.ledger.get("hr-leave")?.count).toBe(7);
  expect(run.state.ledger.get("finance-card")?.count).toBe(2);
  expect([...run.state.unsure]).toEqual(["finance-card"]);
});

test.each([
  ["an older event", OLDER],
  ["none", undefined],
])(
  "knowledge - when the broker holds %s, twice, the count keeps its value and time, and is not sure",
  (_what, held) => {
    const run = knowing();
    const { ledger } = run.state;
    expect(run.read("hr-leave", held)).toBe("older");
    expect(run.state.unsure.size).toBe(0);
    run.pass(5_000);
    expect(run.read("hr-leave", held)).toBe("older");
    expect([...run.state.unsure]).toEqual(["hr-leave"]);
    expect(run.state.ledger).toBe(ledger);
    expect(run.read("hr-leave", held)).toBe("settled");
    expect(run.read("hr-leave", GOOD)).toBe("settled");
    expect(run.state.unsure.size).toBe(0);
  },
);

test.each([
  ["that does not answer", { kind: "unanswered", service: "mail" } as const],
  ["of which nothing is held", retained("mail")],
  ["of which something bad is held", retained("mail", { origin: subjectOf("mail"), payload: NOTHING })],
])("knowledge - of a service %s no count is known, not even 0", (_what, input) => {
  expect(knowing().take(input).state.ledger.has("mail")).toBe(false);
});

test("knowledge - a service that leaves the catalog takes count, doubt and notice along, and its events are not taken", () => {
  const run = knowing().take({ kind: "unanswered", service: "hr-leave" });
  run.take(catalogInput({ services: CATALOG.services.slice(1) }));
  expect(run.last("withdraw")).toEqual([{ kind: "withdraw", tag: "approvals" }]);
  const late = messageOf(eventOf({ count: 9, sequence: 501n }));
  run.take(live(late));
  expect(run.read("hr-leave", late)).toBe("settled"); // or it would be read again and again
  expect(run.state.ledger.size + run.state.unsure.size).toBe(0);
  expect(run.take(catalogInput(), live(late)).state.ledger.get("hr-leave")?.count).toBe(9);
});

test("knowledge - the same catalog again is not read again; a bad one leaves the last good one and is a problem", () => {
  const run = knowing();
  run.take(catalogInput());
  expect(run.steps.at(-1)).toEqual([]);
  const { catalog, ledger } = run.state;
  run.take(catalogInput("nonsense"));
  expect(run.last("problem")).toMatchObject([{ problem: { key: "catalog-refused" } }]);
  expect(run.state.catalog).toBe(catalog);
  expect(run.state.ledger).toBe(ledger);
  run.take(catalogInput());
  expect(run.last("problem-over")).toEqual([{ kind: "problem-over", key: "catalog-refused" }]);
});

test("knowledge - the last contact is drawn once a minute, and saved four times an hour", () => {
  const heard: KnowledgeInput = { kind: "signal", signal: { kind: "heard" } };
  const run = knowing().take(heard);
  const from = run.steps.length;
  for (let second = 0; second < 3_600; second++) {
    run.pass(1_000).take(heard);
  }
  const effects = run.steps.slice(from).flat();
  expect(ofKind(effects, "draw")).toHaveLength(60);
  expect(ofKind(effects, "save")).toHaveLength(4);
});

test("knowledge - it asks to be woken within 15 minutes, however far ahead the next decision is", () => {
  const run = knowing().command({ kind: "pause", choice: "tomorrow" });
  expect(run.last("wake")).toEqual([{ kind: "wake", after: 15 * 60_000 }]);
});

test("knowledge - a service whose order was begun anew is not sure until it speaks again, and then the newest counts", () => {
  const poison = messageOf(eventOf({ count: 999, epoch: 2 ** 31 - 1, sequence: 2n ** 63n - 1n }));
  const run = knowing().take(live(poison));
  const [first, ...others] = CATALOG.services;
  run.take(catalogInput({ services: [{ ...first, generation: 1 }, ...others] }));
  expect([...run.state.unsure]).toEqual(["hr-leave"]);
  run.take(live(messageOf(eventOf({ count: 2, sequence: 600n }))));
  expect([...run.state.unsure]).toEqual(["hr-leave"]); // of before
  run.take(live(messageOf(eventOf({ count: 2, sequence: 1n, generation: 1 }))));
  expect(run.state.ledger.get("hr-leave")?.count).toBe(2);
  expect([...run.state.unsure]).toEqual([]);
});

test("knowledge - a count that its sender cannot make sure of stays, is not sure and not told, until it is confirmed", () => {
  const run = knowing().take(live(messageOf(eventOf({ count: 4, sequence: 600n }))));
  const from = run.steps.length;
  const unsure = eventOf({ count: 4, sequence: 601n, unsureSince: monday("09:30") });
  run.take(live(messageOf(unsure)));
  expect([...run.state.unsure]).toEqual(["hr-leave"]);
  expect(run.state.ledger.get("hr-leave")).toMatchObject({ count: 4, unsureSince: monday("09:30") });
  expect(ofKind(run.steps.slice(from).flat(), "tell")).toEqual([]);
  const restarted = new KnowledgeRun({}, { ...NOTHING_REMEMBERED, ledger: run.state.ledger });
  expect([...restarted.state.unsure]).toEqual(["hr-leave"]);
  run.take(live(messageOf(eventOf({ count: 4, sequence: 602n }))));
  expect([...run.state.unsure]).toEqual([]);
});
