import type { Attended, Attention, AttentionInput, Decision, Silence, Surroundings } from "./attention.ts";
import { collectingSince, tellAt } from "./collecting.ts";
import { earliest, newsRows, nextDeadline, nextDigest, nextReminder } from "./rows.ts";
import { silenceOf } from "./silence.ts";
import { expire, inReach, take } from "./take.ts";
import { hint, tellAll } from "./tell.ts";

/**
 * Decides what to tell now. A count above the told count is news. News that a silence holds back are told when it ends.
 * @param surroundings the state after the input
 */
export function attend(before: Attention, input: AttentionInput, surroundings: Surroundings): Attended {
  const decisions: Decision[] = [];
  let attention = take(expire(inReach(before, surroundings), surroundings), input, surroundings, decisions);
  attention = expire(attention, surroundings);
  const silence = silenceOf(attention, surroundings);
  attention = collect(attention, silence, surroundings);
  // In a burst of thousands of events only the news are examined. Everything else waits until collecting ends.
  const collectedAt = silence === null ? tellAt(attention) : null;
  const isCollecting = collectedAt !== null && surroundings.now < collectedAt;
  if (silence === null && !isCollecting) attention = tellAll(attention, surroundings, decisions);
  attention = hint(attention, silence, surroundings, decisions);
  return {
    attention,
    decisions,
    wakeAt: isCollecting ? collectedAt : wakeAt(attention, silence, surroundings),
  };
}

/**
 * Starts to collect news when they may be told, and keeps the reason why they were held before. Counts of an earlier
 * connection are not collected until the connection is fresh.
 */
function collect(attention: Attention, silence: Silence | null, surroundings: Surroundings): Attention {
  const hasNews = newsRows(attention, surroundings).length > 0;
  if (!hasNews) {
    const isOver = silence === null && !attention.catchingUp;
    return { ...attention, collecting: null, heldBy: isOver ? null : attention.heldBy };
  }
  return {
    ...attention,
    collecting: attention.collecting ?? (surroundings.isFresh ? collectingSince(surroundings.now) : null),
    heldBy: silence?.reason ?? attention.heldBy,
  };
}

function wakeAt(attention: Attention, silence: Silence | null, surroundings: Surroundings): number | null {
  const { now, isFresh } = surroundings;
  if (silence !== null) {
    const hintAt = silence.reason === "locked" ? tellAt(attention) : null;
    return earliest([silence.until, hintAt], now);
  }
  const isThere = !attention.presence.isLocked;
  return earliest(
    [
      tellAt(attention),
      ...[...attention.snoozed.values()].map(({ until }) => until),
      ...(isFresh && !attention.catchingUp && isThere
        ? [
            nextReminder(attention, surroundings),
            nextDeadline(attention, surroundings),
            nextDigest(surroundings),
          ]
        : []),
    ],
    now,
  );
}
