import type { ApprovalEvent, SentEvent } from "../../contract/event.ts";

/** What asking for one person's count led to. */
export type Asked =
  | { readonly kind: "count"; readonly count: number }
  /** No count, or none that is certain. */
  | { readonly kind: "unsure" };

/**
 * The event to send, if any: a change, or that a count is not sure, or is sure again. Without a known count nothing is
 * sent for an unsure one: what is unknown stays unknown.
 * @param retained what the broker holds
 * @param confirmedAt when the old system last said a count; milliseconds since the Unix epoch
 * @param now milliseconds since the Unix epoch
 */
export function nextEvent(
  address: Pick<SentEvent, "user" | "service">,
  retained: ApprovalEvent | undefined,
  asked: Asked,
  confirmedAt: number | undefined,
  now: number,
): SentEvent | undefined {
  const place = {
    ...address,
    epoch: retained?.epoch ?? 0,
    sequence: nextSequence(retained, now),
  };
  if (retained === undefined) {
    return asked.kind === "count" ? { ...place, count: asked.count, occurredAt: now } : undefined;
  }
  const { count, occurredAt, unsureSince } = retained;
  if (asked.kind === "unsure") {
    return unsureSince === undefined
      ? { ...place, count, occurredAt, unsureSince: confirmedAt ?? now }
      : undefined;
  }
  if (asked.count !== count) return { ...place, count: asked.count, occurredAt: now };
  return unsureSince === undefined ? undefined : { ...place, count, occurredAt };
}

/** The time in milliseconds, or one more than what is kept: it grows also after a broker that lost everything. */
function nextSequence(retained: ApprovalEvent | undefined, now: number): bigint {
  const time = BigInt(Math.max(0, Math.trunc(now)));
  const last = retained?.sequence ?? 0n;
  return time > last ? time : last + 1n;
}
