import { expect, test } from "vitest";
import { fromSaved, ownerOf, type Remembered, toSaved } from "../../../main/core/knowledge/saved.ts";
import { eventOf } from "../../contract/events.ts";

const owner = ownerOf("hong.gd", ["nats://a", "nats://b"]);

const remembered: Remembered = {
  catalog: [{ id: "hr-leave", name: { ko: "휴가·출장" }, url: "https://hr.example.com/" }],
  catalogRevision: 12,
  ledger: new Map([["hr-leave", eventOf({ sequence: 2n ** 60n, epoch: 2, dueAt: 5000 })]]),
  attention: {
    told: new Map([["hr-leave", { count: 3, at: 55 }]]),
    deadlines: new Map([["hr-leave", { dueAt: 5000, stage: "day" }]]),
    snoozed: new Map([["mail", { until: 88, length: 8 }]]),
    pause: { until: 99, length: 9 },
    batchedAt: 7,
    covered: new Set(["hr-leave"]),
    digestDays: { morning: "2026-11-22", leaving: null },
  },
  history: [
    { at: 55, decision: { kind: "notice", service: "hr-leave", count: 3, toldCount: 0, dueAt: 5000 } },
    { at: 44, decision: { kind: "silent", service: "mail", reason: "quiet-hours" } },
  ],
  retired: new Set(["old"]),
  lastContact: 77,
  week: null,
  savedBy: "0.1.0",
  unknown: {},
};

/** Through a file and back. */
function revive(saved: unknown): unknown {
  return JSON.parse(JSON.stringify(saved));
}

test("saved state - comes back as it was", () => {
  expect(fromSaved(revive(toSaved(owner, remembered)), owner, "hong.gd")).toEqual({
    ok: true,
    value: remembered,
  });
});

test("saved state - the order of the servers does not matter, nor one more or less; other servers and another user do", () => {
  expect(ownerOf("hong.gd", ["nats://b", "nats://a"])).toBe(owner);
  const saved = revive(toSaved(owner, remembered));
  for (const same of [["nats://a"], ["nats://a", "nats://b", "nats://c"]])
    expect(fromSaved(saved, ownerOf("hong.gd", same), "hong.gd")).toMatchObject({ ok: true });
  for (const other of [ownerOf("kim", ["nats://a", "nats://b"]), ownerOf("hong.gd", ["nats://c"])]) {
    expect(fromSaved(saved, other, "hong.gd")).toMatchObject({ ok: false, reason: "other-owner" });
  }
});

test.each([
  ["nothing-saved", undefined],
  ["nothing-saved", {}],
  ["unreadable", { version: 2 }],
  ["unreadable", { ...toSaved(owner, remembered), told: "x" }],
  ["unreadable", { ...toSaved(owner, remembered), lastContact: 1e300 }],
  ["unreadable", { ...toSaved(owner, remembered), events: [["hr-leave", 5]] }],
])("saved state - refused as %s", (reason, saved) => {
  expect(fromSaved(saved, owner, "hong.gd")).toMatchObject({ ok: false, reason });
});

test("saved state - one bad event is left out, and nothing else is lost", () => {
  const saved = toSaved(owner, remembered);
  const spoilt = { ...saved, events: [["mail", "{"], ["card", "{}"], ["", "{}"], ...saved.events] };
  expect(fromSaved(revive(spoilt), owner, "hong.gd")).toEqual({ ok: true, value: remembered });
});

test("saved state - keys of a later version are kept for its next run, entries of its history that are not understood are left out", () => {
  const later = { ...toSaved(owner, remembered), moods: { "hr-leave": "calm" }, savedBy: "0.9.0" };
  const strange = { at: 1, decision: { kind: "whispered" } };
  const read = fromSaved(revive({ ...later, history: [strange, ...later.history] }), owner, "hong.gd");
  if (!read.ok) throw new Error(read.detail);
  expect(read.value).toEqual({ ...remembered, savedBy: "0.9.0", unknown: { moods: { "hr-leave": "calm" } } });
  expect(revive(toSaved(owner, read.value))).toEqual(revive(later));
});
