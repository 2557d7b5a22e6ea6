import { accept } from "../../contract/result.ts";
import type { Problem } from "./problem.ts";

/** One event's JSON text, or what is wrong with it. */
export type ReadEvent =
  | { readonly ok: true; readonly value: Uint8Array }
  | { readonly ok: false; readonly problem: Omit<Problem, "event"> };

/**
 * The JSON text of a parsed value, which the contract judges like the sender's text: a number that JSON.parse rounds is
 * over 2^53−1 and refused.
 */
export function textOf(value: unknown): ReadEvent {
  try {
    return accept(Buffer.from(JSON.stringify(finite(value))));
  } catch {
    // JSON.parse reads any depth, JSON.stringify does not.
    return { ok: false, problem: { reason: "too-large", detail: "the event is nested too deeply" } };
  }
}

/**
 * JSON.parse reads 1e999 as Infinity, and JSON.stringify writes that as null: to the contract an optional field that is
 * not there. No field may be false, so as that it is refused.
 */
function finite(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isInfinite = (field: unknown): boolean => typeof field === "number" && !Number.isFinite(field);
  if (!Object.values(value).some(isInfinite) || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, isInfinite(field) ? false : field]),
  );
}

/** A text that may quote the request, as one short line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 200);
}
