import fc from "fast-check";
import type { ApprovalEvent } from "../../main/contract/event.ts";

/** An event of the tests, complete; override what matters. */
export function eventOf(fields: Partial<ApprovalEvent> = {}): ApprovalEvent {
  return {
    user: "hong.gd",
    service: "hr-leave",
    count: 3,
    occurredAt: Date.UTC(2026, 10, 22, 5, 0),
    sequence: 1n,
    epoch: 0,
    generation: 0,
    ...fields,
  };
}

/** The wire form of an event, as fields that a test can spoil. */
export function wireOf(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    service: "hr-leave",
    user: "hong.gd",
    count: 3,
    occurredAt: "2026-11-22T14:00:00+09:00",
    sequence: 7,
    ...fields,
  };
}

export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
}

export const arbitraryId = fc.oneof(
  fc.constantFrom("hr-leave", "finance-card", "전자결재", "a.b", "*", ">", "50% (beta)!"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((id) => id.trim() !== ""),
);

/** Events of one user in a few services, with a count that follows from its age, as of a real counter. */
export const arbitraryEvent: fc.Arbitrary<ApprovalEvent> = fc
  .record({
    service: fc.constantFrom("hr-leave", "finance-card", "mail"),
    epoch: fc.nat({ max: 2 }),
    sequence: fc.bigInt({ min: 0n, max: 40n }),
  })
  .map(({ service, epoch, sequence }) =>
    eventOf({ service, epoch, sequence, count: (Number(sequence) * 7 + epoch * 3) % 11 }),
  );
