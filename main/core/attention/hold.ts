import type { Attention, AttentionContext, Silence } from "./attention.ts";
import type { Decision, HeldPart } from "./decision.ts";
import { deadlineRows, reminderRows } from "./rows.ts";
import { stageOf } from "./waiting.ts";

/**
 * Notes each deadline and reminder that a silence holds back, once, so that the history can say why it was not told. The
 * last hold is forgotten when the silence ends.
 */
export function noteHeld(
  attention: Attention,
  silence: Silence | null,
  context: AttentionContext,
  decisions: Decision[],
): Attention {
  if (silence === null) return attention.held.size === 0 ? attention : { ...attention, held: new Map() };
  if (!context.isFresh || attention.catchingUp) return attention;
  const held = new Map(attention.held);
  const note = (part: HeldPart, service: string, what: string): void => {
    const key = `${part} ${service}`;
    if (held.get(key) === what) return;
    held.set(key, what);
    decisions.push({ kind: "silent", service, reason: silence.reason, held: part });
  };
  for (const row of deadlineRows(attention, context)) {
    note("deadline", row.service, `${row.dueAt} ${row.overdue} ${stageOf(row, context.now)}`);
  }
  for (const row of reminderRows(attention, context)) {
    note("reminder", row.service, `${attention.told.get(row.service)?.at}`);
  }
  return { ...attention, held };
}
