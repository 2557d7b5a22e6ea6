import fc from "fast-check";
import { expect, test } from "vitest";
import { formatEvent, parseEvent } from "../../main/contract/event.ts";
import { MAX_SEQUENCE } from "../../main/contract/event-fields.ts";
import { approvalsSubject } from "../../main/contract/subject.ts";
import { arbitraryEvent, bytesOf, eventOf, wireOf } from "./events.ts";

const SUBJECT = "approvals.hong%2Egd.hr-leave";

function parse(fields: unknown, subject = SUBJECT) {
  return parseEvent(subject, bytesOf(fields));
}

test("event - a complete one is read", () => {
  expect(parse(wireOf({ epoch: 2, dueAt: "2026-11-23T00:00:00Z", colour: "ignored" }))).toEqual({
    ok: true,
    value: {
      user: "hong.gd",
      service: "hr-leave",
      count: 3,
      occurredAt: Date.UTC(2026, 10, 22, 5),
      sequence: 7n,
      epoch: 2,
      generation: 0,
      dueAt: Date.UTC(2026, 10, 23),
    },
  });
});

test("event - ids are equal to the subject's whatever their case", () => {
  expect(parse(wireOf({ user: "Hong.GD", service: "HR-Leave" }))).toMatchObject({ ok: true });
});

const missing = (name: string): Record<string, unknown> => {
  const fields = wireOf();
  delete fields[name];
  return fields;
};

test.each([
  ["bad-subject", wireOf(), "approvals.hong%2Egd"],
  ["too-large", wireOf({ note: "x".repeat(9000) }), SUBJECT],
  ["not-json", "{", SUBJECT],
  ["not-json", "", SUBJECT],
  ["not-an-object", "[]", SUBJECT],
  ["not-an-object", "null", SUBJECT],
  ["not-an-object", "3", SUBJECT],
  ["service-mismatch", wireOf({ service: "mail" }), SUBJECT],
  ["service-mismatch", wireOf({ service: 3 }), SUBJECT],
  ["service-mismatch", missing("service"), SUBJECT],
  ["user-mismatch", wireOf({ user: "kim" }), SUBJECT],
  ["user-mismatch", missing("user"), SUBJECT],
  ["user-mismatch", wireOf(), "approvals.kim.hr-leave"],
  ["bad-count", wireOf({ count: -1 }), SUBJECT],
  ["bad-count", wireOf({ count: 1.5 }), SUBJECT],
  ["bad-count", wireOf({ count: "3" }), SUBJECT],
  ["bad-count", wireOf({ count: 1_000_001 }), SUBJECT],
  ["bad-count", missing("count"), SUBJECT],
  ["bad-time", wireOf({ occurredAt: "2026-11-22T14:00:00" }), SUBJECT],
  ["bad-time", wireOf({ occurredAt: "2026-02-30T14:00:00Z" }), SUBJECT],
  ["bad-time", wireOf({ occurredAt: 5 }), SUBJECT],
  ["bad-time", missing("occurredAt"), SUBJECT],
  ["bad-sequence", wireOf({ sequence: -1 }), SUBJECT],
  ["bad-sequence", wireOf({ sequence: 1.5 }), SUBJECT],
  ["bad-sequence", wireOf({ sequence: "1e3" }), SUBJECT],
  ["bad-sequence", wireOf({ sequence: "" }), SUBJECT],
  ["bad-sequence", missing("sequence"), SUBJECT],
  ["sequence-unsafe", wireOf({ sequence: 2 ** 53 }), SUBJECT],
  [
    "sequence-unsafe",
    '{"service":"hr-leave","user":"hong.gd","count":1,"occurredAt":"2026-11-22T14:00:00Z","sequence":9007199254740993}',
    SUBJECT,
  ],
  ["sequence-unsafe", wireOf({ sequence: "9223372036854775808" }), SUBJECT],
  ["sequence-unsafe", wireOf({ sequence: "9".repeat(4000) }), SUBJECT],
  ["bad-epoch", wireOf({ epoch: -1 }), SUBJECT],
  ["bad-epoch", wireOf({ epoch: "1" }), SUBJECT],
  ["epoch-unsafe", wireOf({ epoch: 2 ** 31 }), SUBJECT],
  ["epoch-unsafe", wireOf({ epoch: 2 ** 53 }), SUBJECT],
  ["bad-due-time", wireOf({ dueAt: "tomorrow" }), SUBJECT],
  ["bad-due-time", wireOf({ dueAt: 5 }), SUBJECT],
  ["bad-oldest-time", wireOf({ oldestAt: "yesterday" }), SUBJECT],
  ["bad-due-count", wireOf({ dueToday: 4 }), SUBJECT],
  ["bad-due-count", wireOf({ overdue: -1 }), SUBJECT],
  ["bad-unsure-time", wireOf({ unsureSince: "yesterday" }), SUBJECT],
  ["bad-generation", wireOf({ generation: -1 }), SUBJECT],
  ["bad-generation", wireOf({ generation: 2 ** 31 }), SUBJECT],
])("event - refused as %s: %j", (reason, fields, subject) => {
  expect(parse(fields, subject)).toMatchObject({ ok: false, reason });
});

test("event - refused as not-utf8: half a character", () => {
  const bytes = Buffer.concat([Buffer.from('{"service":"'), Buffer.from([0xc3]), Buffer.from('"}')]);
  expect(parseEvent(SUBJECT, bytes)).toMatchObject({ ok: false, reason: "not-utf8" });
});

test("event - nothing is inherited: a __proto__ in the JSON gives no field", () => {
  const hidden = JSON.stringify(wireOf()).replace('"count":3', '"__proto__":{"count":3}');
  expect(parse(hidden)).toMatchObject({ ok: false, reason: "bad-count" });
  expect(({} as Record<string, unknown>)["count"]).toBeUndefined();
});

test.each([
  [Number.MAX_SAFE_INTEGER, BigInt(Number.MAX_SAFE_INTEGER)],
  ["0007", 7n],
  [MAX_SEQUENCE.toString(), MAX_SEQUENCE],
  [0, 0n],
])("event - the sequence %j is read exactly", (sequence, exact) => {
  expect(parse(wireOf({ sequence }))).toMatchObject({ ok: true, value: { sequence: exact } });
});

test("event - a -0 is the 0 that a person is shown", () => {
  const written = JSON.stringify(wireOf({ count: 0, epoch: 0 })).replaceAll('":0', '":-0');
  expect(parse(written)).toMatchObject({ ok: true, value: { count: 0, epoch: 0 } });
});

test("event - what is written is read back", () => {
  fc.assert(
    fc.property(
      arbitraryEvent,
      fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined }),
      (event, dueAt) => {
        const written = dueAt === undefined ? event : { ...event, dueAt };
        const subject = approvalsSubject(event.user, event.service);
        if (!subject.ok) throw new Error(subject.detail);
        expect(parseEvent(subject.value, bytesOf(formatEvent(written)))).toEqual({
          ok: true,
          value: written,
        });
      },
    ),
  );
});

test("event - no payload makes the parser throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(bytesOf)), (payload) => {
      const parsed = parseEvent(SUBJECT, payload);
      if (!parsed.ok) expect(parsed.reason).toMatch(/^[a-z0-9-]+$/);
    }),
  );
});

test("event - a big sequence is written as a string, so that no reader rounds it", () => {
  expect(JSON.parse(formatEvent(eventOf({ sequence: MAX_SEQUENCE })))).toMatchObject({
    sequence: MAX_SEQUENCE.toString(),
  });
});
