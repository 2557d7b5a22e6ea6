import fc from "fast-check";
import { expect, test } from "vitest";
import { heartbeatSettings } from "../../main/admin/heartbeat.ts";
import { tokenFor } from "../../main/admin/kit/users.ts";
import { approvalsSubject, canonicalId } from "../../main/contract/subject.ts";
import {
  appInbox,
  appPermissions,
  type Permissions,
  writerInbox,
  writerPermissions,
} from "../../main/nats/permissions.ts";
import { character } from "../characters.ts";
import { times } from "../sample.ts";
import { covers, overlap } from "./subject-matcher.ts";

const mean = fc.constantFrom(
  ...["*", ">", ".", "..", "a.b", "a.*", "*.>", " ", "\t", "\r\n", "%2A", "%", "{{name()}}", "{{tag(x)}}"],
  ...[
    "$1",
    "$SYS",
    "{{wildcard(1)}}",
    "_INBOX",
    "İ",
    "ß",
    "한글",
    "한글",
    "é",
    "😀",
    "\u0000",
    "\u202e",
    '"',
    "'",
    "\\",
  ],
);
const id = fc
  .oneof(
    mean,
    fc.string({ unit: character, minLength: 1, maxLength: 20 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
    fc
      .array(fc.oneof(mean, fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join("")),
  )
  .filter((text) => canonicalId(text).ok);
const two = fc.tuple(id, id).filter(([a, b]) => canonical(a) !== canonical(b));

const canonical = (text: string): string => {
  const result = canonicalId(text);
  return result.ok ? result.value : "";
};

const subjectOf = (user: string, service: string): string => {
  const subject = approvalsSubject(user, service);
  if (!subject.ok) throw new Error(subject.detail);
  return subject.value;
};

const all = ({ publish, subscribe }: Permissions): readonly string[] => [...publish, ...subscribe];
const get = (subject: string): string => `$JS.API.DIRECT.GET.APPROVALS.${subject}`;

/** What the heartbeat's consumer would deliver to every app. */
const HEARTBEAT_FILTER = heartbeatSettings().filter_subject;

const RUNS = { numRuns: times(1_000, 20_000) };

test("subject matcher - it knows the rules of NATS", () => {
  expect(covers("a.*", "a.b")).toBe(true);
  expect(covers("a.*", "a.b.c")).toBe(false);
  expect(covers("a.>", "a.b.c")).toBe(true);
  expect(covers("a.>", "a")).toBe(false);
  expect(covers(">", "a")).toBe(true);
  expect(overlap("a.*.c", "a.b.*")).toBe(true);
  expect(overlap("a.*.c", "a.b.d")).toBe(false);
  expect(overlap("a.>", "*.b")).toBe(true);
});

test("permissions - whatever two people are called, neither reads, hears or answers for the other", () => {
  fc.assert(
    fc.property(two, id, ([me, other], service) => {
      const mine = appPermissions(me);
      const theirs = subjectOf(other, service);
      for (const pattern of all(mine)) {
        const token = tokenFor({ role: "app", id: other });
        const fleet = [`fleet.${token}`, `alrimi.test.${token}`];
        for (const foreign of [
          ...fleet,
          theirs,
          get(theirs),
          `${appInbox(other)}.x`,
          `stored.${theirs.slice(10)}`,
        ]) {
          expect(covers(pattern, foreign), `${pattern} covers ${foreign}`).toBe(false);
        }
      }
    }),
    RUNS,
  );
});

test("permissions - whatever a person is called, they reach their own and publish nothing but questions and their own report", () => {
  fc.assert(
    fc.property(id, id, (me, service) => {
      const { publish, subscribe } = appPermissions(me);
      const mine = subjectOf(me, service);
      expect(subscribe.some((pattern) => covers(pattern, mine))).toBe(true);
      expect(publish.some((pattern) => covers(pattern, get(mine)))).toBe(true);
      expect(subscribe.some((pattern) => covers(pattern, `${appInbox(me)}.x.y`))).toBe(true);
      const others = publish.filter((pattern) => !pattern.startsWith("$JS.API.DIRECT.GET."));
      expect(others).toEqual([`fleet.${tokenFor({ role: "app", id: me })}`]);
      for (const door of [
        "approvals.>",
        "catalog.>",
        "$SYS.>",
        "$JS.API.STREAM.>",
        "$JS.API.CONSUMER.>",
        "_INBOX.>",
        "alrimi.>",
      ]) {
        for (const pattern of publish) expect(overlap(pattern, door), `${pattern} and ${door}`).toBe(false);
      }
    }),
    RUNS,
  );
});

test("permissions - whatever two services are called, neither sends, reads or hears for the other", () => {
  fc.assert(
    fc.property(two, id, ([mine, other], user) => {
      const theirs = subjectOf(user, other);
      for (const pattern of all(writerPermissions(mine))) {
        const token = tokenFor({ role: "writer", id: other });
        const doors = [`intake.${token}`, `outcome.${token}`, `$JS.API.DIRECT.GET.REFUSED.refused.${token}`];
        for (const foreign of [...doors, theirs, get(theirs), `${writerInbox(other)}.x`, HEARTBEAT_FILTER]) {
          expect(covers(pattern, foreign), `${pattern} covers ${foreign}`).toBe(false);
        }
      }
      const { publish } = writerPermissions(mine);
      const token = tokenFor({ role: "writer", id: mine });
      expect(publish.some((pattern) => covers(pattern, `intake.${token}`))).toBe(true);
      expect(publish.some((pattern) => covers(pattern, subjectOf(user, mine)))).toBe(false);
    }),
    RUNS,
  );
});

test("permissions - whatever an id is, it is one token without a character that means something to NATS", () => {
  fc.assert(
    fc.property(id, (text) => {
      for (const role of ["app", "writer"] as const) {
        expect(tokenFor({ role, id: text })).toMatch(/^[A-Za-z0-9_%-]+$/);
      }
    }),
    RUNS,
  );
});

test("permissions - what is no id gets no credentials", () => {
  for (const bad of ["", "x".repeat(65), "\ud800", "한".repeat(65)]) {
    expect(() => tokenFor({ role: "app", id: bad }), JSON.stringify(bad)).toThrow(/is not an id/);
    expect(() => appPermissions(bad)).toThrow(TypeError);
  }
});
