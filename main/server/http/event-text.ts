import { MAX_EVENT_BYTES } from "../../contract/event.ts";
import { accept } from "../../contract/result.ts";
import type { Problem } from "./problem.ts";

/** One event's JSON text, or what is wrong with it. */
export type ReadEvent =
  | { readonly ok: true; readonly value: Uint8Array }
  | { readonly ok: false; readonly problem: Omit<Problem, "event"> };

/** An event of more fields is too large: each takes two quotes, a colon, a digit and a comma at least. */
const MOST_FIELDS = Math.floor(MAX_EVENT_BYTES / 5);

/**
 * The JSON text of a parsed value, which the contract judges like the sender's text: a number that JSON.parse rounds is
 * over 2^53−1 and refused.
 * @param missing fields that an object gets in addition. They are added in place, because a copy is slow when each event
 * of an array has names of its own
 */
export function textOf(value: unknown, missing: Fields = {}): ReadEvent {
  if (!isObject(value)) return written(value);
  const { length } = Object.keys(value);
  if (length > MOST_FIELDS) return tooLarge(`${length} fields, at most ${MAX_EVENT_BYTES} bytes`);
  return written(Object.assign(finite(value), missing));
}

type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function written(value: unknown): ReadEvent {
  try {
    return accept(Buffer.from(JSON.stringify(value)));
  } catch {
    // JSON.parse reads any depth, JSON.stringify does not.
    return tooLarge("the event is nested too deeply");
  }
}

function tooLarge(detail: string): ReadEvent {
  return { ok: false, problem: { reason: "too-large", detail } };
}

/**
 * JSON.parse reads 1e999 as Infinity, and JSON.stringify writes that as null: to the contract an optional field that is
 * not there. No field may be false, so as that it is refused.
 */
function finite(value: Fields): Fields {
  const isInfinite = (field: unknown): boolean => typeof field === "number" && !Number.isFinite(field);
  if (!Object.values(value).some(isInfinite)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, isInfinite(field) ? false : field]),
  );
}

/** A text that may quote the request, as one short line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 200);
}
