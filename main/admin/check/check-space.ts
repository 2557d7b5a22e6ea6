import type { Finding } from "../../contract/findings.ts";
import { serviceOfIntake } from "../../contract/intake.ts";
import {
  APPROVALS_STREAM,
  INTAKE_STREAM,
  MOST_RETAINED_BYTES,
  type StreamSettings,
} from "../../contract/streams.ts";

/** The part of a stream's state that says how full it is. */
export interface StreamSpace {
  readonly messages: number;
  readonly bytes?: number;
  /** When the oldest message was stored. */
  readonly first_ts?: string;
  /** Messages by subject, if they were asked for. */
  readonly subjects?: Readonly<Record<string, number>>;
}

/** Percent from which on it is told, unless another number is asked for. */
export const FULL_AT = 80;
const FULL = 98;
const DAY_MS = 86_400_000;

/** What is nearly full, or waits so long that it is nearly lost. Pure. @param now milliseconds since the Unix epoch */
export function readSpace(
  settings: StreamSettings,
  state: StreamSpace,
  now: number,
  fullAt: number = FULL_AT,
): readonly Finding[] {
  const { name: stream, max_msgs_per_subject: share, max_age } = settings;
  const findings: Finding[] = [];
  const isFull = (percent: number) => (percent >= FULL ? "bad" : "warning");
  const most = spaceOf(settings);
  const percent = most === undefined ? 0 : percentOf(state.bytes ?? 0, most);
  if (percent >= fullAt) findings.push({ level: isFull(percent), code: "stream-filling", stream, percent });
  if (stream !== INTAKE_STREAM) return findings;
  for (const [subject, messages] of Object.entries(state.subjects ?? {})) {
    const used = percentOf(messages, share ?? Number.POSITIVE_INFINITY);
    if (used < fullAt) continue;
    const service = serviceOfIntake(subject) ?? subject;
    findings.push({ level: isFull(used), code: "share-filling", stream, service, percent: used });
  }
  const waits = state.messages === 0 ? 0 : now - Date.parse(state.first_ts ?? "");
  const mostDays = (max_age ?? 0) / 1e6 / DAY_MS;
  if (waits > (mostDays / 2) * DAY_MS) {
    findings.push({ level: "warning", code: "intake-old", days: tenths(waits / DAY_MS), most: mostDays });
  }
  return findings;
}

/** The bytes at which nothing new is taken; undefined for a stream that removes its oldest, or has no bound. */
export function spaceOf({ name, discard, max_bytes }: StreamSettings): number | undefined {
  if (name === APPROVALS_STREAM) return MOST_RETAINED_BYTES;
  return discard === "new" ? max_bytes : undefined;
}

function percentOf(part: number, whole: number): number {
  return Math.floor((100 * part) / whole);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
