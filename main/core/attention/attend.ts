import type { Attended, Attention, AttentionContext, AttentionInput, Silence } from "./attention.ts";
import { collectingSince, tellAt, tellUrgentAt } from "./collecting.ts";
import type { Decision } from "./decision.ts";
import { nextBatch } from "./delivery.ts";
import { noteHeld } from "./hold.ts";
import { inReach } from "./reach.ts";
import { earliest, newsRows, nextDeadline, nextDigest, nextReminder } from "./rows.ts";
import { silenceOf } from "./silence.ts";
import { expire, take } from "./take.ts";
import { hint, tellAll, tellUrgent } from "./tell.ts";

/**
 * Decides what to tell now. A count above the told count is news. News that a silence holds back is told when it ends.
 * @param context the state after the input
 */
export function attend(before: Attention, input: AttentionInput, context: AttentionContext): Attended {
  const decisions: Decision[] = [];
  let attention = take(expire(inReach(before, context), context), input, context, decisions);
  attention = expire(attention, context);
  const silence = silenceOf(attention, context);
  attention = collect(attention, silence, context);
  // In a burst of thousands of events only the news is examined. Everything else waits until collecting ends.
  const collectedAt = silence === null ? tellAt(attention) : null;
  const isCollecting = collectedAt !== null && context.now < collectedAt;
  if (silence === null && !isCollecting) attention = tellAll(attention, context, decisions);
  if (silence?.reason === "off-hours") attention = tellUrgent(attention, context, decisions);
  else if (attention.collectingUrgent !== null) attention = { ...attention, collectingUrgent: null };
  attention = noteHeld(attention, silence, context, decisions);
  attention = hint(attention, silence, context, decisions);
  return {
    attention,
    decisions,
    wakeAt: isCollecting ? collectedAt : wakeAt(attention, silence, context),
  };
}

/**
 * Starts to collect news when it may be told, and keeps the reason why it was held before. Counts of an earlier
 * connection are not collected until the connection is fresh.
 */
function collect(attention: Attention, silence: Silence | null, context: AttentionContext): Attention {
  const hasNews = newsRows(attention, context).length > 0;
  if (!hasNews) {
    const isOver = silence === null && !attention.catchingUp;
    return { ...attention, collecting: null, heldBy: isOver ? null : attention.heldBy };
  }
  return {
    ...attention,
    collecting: attention.collecting ?? (context.isFresh ? collectingSince(context.now) : null),
    heldBy: silence?.reason ?? attention.heldBy,
  };
}

function wakeAt(attention: Attention, silence: Silence | null, context: AttentionContext): number | null {
  const { now, isFresh } = context;
  if (silence !== null) {
    const hintAt = silence.reason === "locked" ? tellAt(attention) : null;
    if (!isFresh || attention.catchingUp) return earliest([silence.until, hintAt], now);
    // What is due meanwhile is told in spite of the silence, or leaves a line in the history.
    const due = [tellUrgentAt(attention), nextReminder(attention, context), nextDeadline(attention, context)];
    return earliest([silence.until, hintAt, ...due], now);
  }
  const isThere = !attention.presence.isLocked;
  return earliest(
    [
      tellAt(attention),
      ...[...attention.snoozed.values()].map(({ until }) => until),
      ...(isFresh && !attention.catchingUp && isThere
        ? [
            nextReminder(attention, context),
            nextDeadline(attention, context),
            nextDigest(context),
            nextBatch(context),
          ]
        : []),
    ],
    now,
  );
}
