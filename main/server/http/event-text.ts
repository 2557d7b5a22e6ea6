import { accept } from "../../contract/result.ts";
import type { Problem } from "./problem.ts";

/** One event's JSON text, or what is wrong with it. */
export type ReadEvent =
  | { readonly ok: true; readonly value: Uint8Array }
  | { readonly ok: false; readonly problem: Omit<Problem, "event"> };

/**
 * The JSON text of a parsed value. It says the same as the sender's text wherever the contract accepts the event: a
 * number that JSON.parse rounds is over 2^53−1 and refused.
 */
export function textOf(value: unknown): ReadEvent {
  try {
    return accept(Buffer.from(JSON.stringify(value)));
  } catch {
    // JSON.parse reads any depth, JSON.stringify does not.
    return { ok: false, problem: { reason: "too-large", detail: "the event is nested too deeply" } };
  }
}

/** A text that may quote the request, as one short line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").slice(0, 200);
}
