import fc from "fast-check";
import { expect, test } from "vitest";
import {
  FLEET_CONNECTIONS,
  FLEET_NOTIFICATIONS,
  FLEET_PLATFORMS,
  FLEET_TRAYS,
  type FleetReport,
  fleetSubject,
  formatFleetReport,
  formatTestNotice,
  MAX_FLEET_BYTES,
  parseFleetReport,
  parseTestNotice,
  TEST_REASONS,
  testSubject,
  userOfFleetSubject,
} from "../../main/contract/fleet.ts";
import { character } from "../characters.ts";
import { bytesOf } from "./events.ts";

const ID = "0123456789abcdef0123456789abcdef";
const wire = {
  version: "0.1.0",
  platform: "linux",
  arch: "x64",
  installation: ID,
  connection: "fresh",
  since: "2026-11-28T09:00:00.000Z",
  lastContactAt: "2026-11-28T09:59:00.000Z",
  notifications: "shown",
  tray: "there",
  at: "2026-11-28T10:00:00.000Z",
};
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const time = fc.integer({ min: 0, max: 4e12 });
const hexId = fc.stringMatching(/^[0-9a-f]{32}$/);
const test_ = fc
  .constantFrom(...(Object.keys(TEST_REASONS) as (keyof typeof TEST_REASONS)[]))
  .chain((outcome) => {
    const reasons: readonly string[] = TEST_REASONS[outcome];
    return reasons.length === 0
      ? fc.record({ id: hexId, outcome: fc.constant(outcome) })
      : fc.record({ id: hexId, outcome: fc.constant(outcome), reason: fc.constantFrom(...reasons) });
  });
const report = fc.record(
  {
    version: fc.stringMatching(/^\d{1,3}\.\d{1,3}\.\d{1,3}(-beta\.\d)?$/),
    platform: fc.constantFrom(...FLEET_PLATFORMS),
    arch: fc.constantFrom("x64", "arm64", "ia32"),
    installation: hexId,
    connection: fc.constantFrom(...FLEET_CONNECTIONS),
    since: fc.option(time),
    lastContactAt: fc.option(time),
    notifications: fc.constantFrom(...FLEET_NOTIFICATIONS),
    tray: fc.constantFrom(...FLEET_TRAYS),
    at: time,
    test: test_,
  },
  {
    requiredKeys: [
      "version",
      "platform",
      "arch",
      "installation",
      "connection",
      "since",
      "lastContactAt",
      "notifications",
      "tray",
      "at",
    ],
  },
) as unknown as fc.Arbitrary<FleetReport>;

test("fleet - a report is read, without fields that are not known", () => {
  expect(parseFleetReport(bytesOf({ ...wire, count: 3, services: ["hr-leave"] }))).toEqual({
    ok: true,
    value: {
      ...wire,
      since: Date.UTC(2026, 10, 28, 9),
      lastContactAt: Date.UTC(2026, 10, 28, 9, 59),
      at: Date.UTC(2026, 10, 28, 10),
    },
  });
});

test("fleet - every report is read as it was written, and is small", () => {
  fc.assert(
    fc.property(report, (each) => {
      const bytes = encode(formatFleetReport(each));
      expect(bytes.length).toBeLessThanOrEqual(MAX_FLEET_BYTES);
      expect(parseFleetReport(bytes)).toEqual({ ok: true, value: each });
    }),
  );
});

test.each(Object.keys(wire))(
  "fleet - a report without %s, or with another value there, is refused",
  (field) => {
    const { [field]: _, ...rest } = wire as Record<string, unknown>;
    for (const bad of [
      rest,
      ...[7, true, {}, [], "", "\u001b[2J"].map((value) => ({ ...wire, [field]: value })),
    ]) {
      expect(parseFleetReport(bytesOf(bad))).toMatchObject({
        reason: "bad-field",
        detail: expect.stringContaining(`"${field}"`),
      });
    }
  },
);

test.each([
  ["too-large", { ...wire, note: "x".repeat(MAX_FLEET_BYTES) }],
  ["not-an-object", [wire]],
  ["bad-field", { ...wire, version: "9.9" }],
  ["bad-field", { ...wire, version: "1.2.3\u001b[31m" }],
  ["bad-field", { ...wire, installation: ID.toUpperCase() }],
  ["bad-field", { ...wire, at: "yesterday" }],
  ["bad-field", { ...wire, test: null }],
  ["bad-field", { ...wire, test: { id: ID, outcome: "shown", reason: "locked" } }],
  ["bad-field", { ...wire, test: { id: ID, outcome: "held", reason: "blocked" } }],
  ["bad-field", { ...wire, test: { id: ID, outcome: "failed" } }],
  ["bad-field", { ...wire, test: { id: ID, outcome: "toString", reason: "x" } }],
  ["bad-field", { ...wire, test: { id: "x", outcome: "shown" } }],
])("fleet - a bad report is refused: %s %j", (reason, document) => {
  expect(parseFleetReport(bytesOf(document))).toMatchObject({ ok: false, reason });
});

test("fleet - any bytes are read or refused, and no accepted text has a character outside printable ASCII", () => {
  const mutated = fc
    .tuple(report, fc.string({ unit: character, maxLength: 4 }), fc.nat())
    .map(([each, text, at]) => {
      const whole = formatFleetReport(each);
      const cut = at % whole.length;
      return encode(whole.slice(0, cut) + text + whole.slice(cut + 1));
    });
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), (bytes) => {
      const parsed = parseFleetReport(bytes);
      expect(parsed.ok ? JSON.stringify(parsed.value) : parsed.detail).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
});

test("fleet - the subjects of a person lead back to the person", () => {
  for (const user of ["hong.gd", "*", ">", "한글", "a b"]) {
    const subject = fleetSubject(user);
    if (!subject.ok) throw new Error(subject.detail);
    expect(subject.value.split(".")).toHaveLength(2);
    expect(userOfFleetSubject(subject.value)).toBe(user);
    expect(testSubject(user)).toEqual({ ok: true, value: subject.value.replace("fleet.", "alrimi.test.") });
  }
  expect(fleetSubject("")).toMatchObject({ ok: false });
  for (const other of ["fleet", "fleet.a.b", "approvals.a", "fleet.A", "fleet.hong.gd", "fleet.%zz"])
    expect(userOfFleetSubject(other)).toBeUndefined();
});

test("fleet - a test notice is read, and an acknowledgement of the broker is none", () => {
  expect(parseTestNotice(encode(formatTestNotice(ID)))).toBe(ID);
  for (const other of ['{"stream":"FLEET","seq":1}', '{"id":"x"}', "", "[]", `{"id":["${ID}"]}`])
    expect(parseTestNotice(encode(other))).toBeUndefined();
});
