import { expect, test } from "vitest";
import { rememberedOf } from "../../../main/core/knowledge/knowledge.ts";
import { fromSaved, ownerOf, toSaved } from "../../../main/core/knowledge/saved.ts";
import type { SomePreferences } from "../../../main/core/preferences/preferences.ts";
import { shownServices } from "../../../main/view/situation.ts";
import { eventOf } from "../../contract/events.ts";
import { CATALOG, catalogInput, KnowledgeRun, live, messageOf, USER } from "./knowledge-run.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OWNER = ownerOf(USER, ["nats://a"]);
const there = { kind: "presence", presence: { isLocked: false, isPresenting: false } } as const;
const locked = { kind: "presence", presence: { isLocked: true, isPresenting: false } } as const;
const connected = { kind: "signal", signal: { kind: "connected" } } as const;
const synced = { kind: "signal", signal: { kind: "synced" } } as const;
const mail = (count: number) => messageOf(eventOf({ service: "mail", count, sequence: 5n }));

/** The app ends and starts again; what it saved goes through a file. */
function restarted(run: KnowledgeRun, preferences: SomePreferences = {}): KnowledgeRun {
  const saved = fromSaved(JSON.parse(JSON.stringify(toSaved(OWNER, rememberedOf(run.state)))), OWNER, USER);
  if (!saved.ok) throw new Error(saved.detail);
  const next = new KnowledgeRun(preferences, saved.value);
  next.now = run.now;
  return next;
}

function knowing(count = 3): KnowledgeRun {
  return new KnowledgeRun()
    .sync()
    .take(live(mail(count)))
    .pass(MINUTE);
}

/** The catalog with a new generation of mail. */
function begunAnew() {
  return catalogInput({
    services: CATALOG.services.map((each) => (each.id === "mail" ? { ...each, generation: 1 } : each)),
  });
}

test.each([0, 3])("restart - a count of %i of an older generation stays unsure", (count) => {
  const before = knowing(count).take(begunAnew());
  const shown = (run: KnowledgeRun) =>
    shownServices({ ...run.state, language: "ko", linkOrigins: [] }).find(
      ({ service }) => service.id === "mail",
    );
  const run = restarted(before).take(begunAnew(), connected);
  run.read("mail", mail(count));
  run.take(synced);
  expect([...run.state.unsure]).toEqual(["mail"]);
  expect(shown(run)).toEqual(shown(before));
});

test("restart - what was told is not told again", () => {
  const run = restarted(knowing()).sync();
  expect(run.pass(HOUR).told).toEqual([]);
});

test("restart - a notice on the screen that is handed over is told once more, and not again", () => {
  const before = knowing().take({ kind: "handed-over" });
  expect(before.last("save")).toEqual([{ kind: "save", isDue: true }]);
  const run = restarted(before).sync();
  run.pass(HOUR);
  expect(run.told).toMatchObject([{ kind: "digest", rows: [{ service: "mail", count: 3 }] }]);
  expect(restarted(run).sync().pass(HOUR).told).toEqual([]);
});

test.each([true, false])(
  "restart - a notice that was closed (by the person: %s) is not handed over",
  (isDismissed) => {
    const closed = knowing().take({ kind: "notice-closed", tag: "approvals", isDismissed });
    const run = restarted(closed.take({ kind: "handed-over" })).sync();
    expect(run.pass(HOUR).told).toEqual([]);
  },
);

test("restart - what the person has looked at is not told once more", () => {
  const run = restarted(knowing().take({ kind: "board-opened" }, { kind: "handed-over" })).sync();
  expect(run.pass(HOUR).told).toEqual([]);
});

test("restart - a notice that the locked screen took away is told after the unlock, also when the app was updated meanwhile", () => {
  const run = restarted(knowing().take(locked).pass(MINUTE)).take(locked).sync();
  run.read("mail", mail(3));
  run.pass(MINUTE);
  expect(run.told).toEqual([]);
  run.take(there).pass(MINUTE);
  expect(run.told).toMatchObject([{ rows: [{ service: "mail", count: 3 }] }]);
});

test("restart - another address of the same broker is no other broker", () => {
  const saved = toSaved(OWNER, rememberedOf(knowing().state));
  expect(fromSaved(saved, ownerOf(USER, ["nats://b", "nats://a"]), USER)).toMatchObject({ ok: true });
  for (const other of [ownerOf(USER, ["nats://b"]), ownerOf("kim", ["nats://a"])])
    expect(fromSaved(saved, other, USER)).toMatchObject({ ok: false, reason: "other-owner" });
});
