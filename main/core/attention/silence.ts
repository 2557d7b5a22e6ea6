import type { Attention, AttentionContext, Silence } from "./attention.ts";
import { spanEnd } from "./hours.ts";

/** The silence that holds notifications back now; null when there is none. */
export function silenceOf(
  { pause, presence }: Pick<Attention, "pause" | "presence">,
  { preferences, calendar, now }: Pick<AttentionContext, "preferences" | "calendar" | "now">,
): Silence | null {
  if (pause !== null) return { reason: "paused", until: pause.until };
  const quietUntil = spanEnd(calendar, preferences.quietHours, now);
  if (quietUntil !== null) return { reason: "quiet-hours", until: quietUntil };
  if (presence.isPresenting) return { reason: "presenting", until: null };
  if (presence.isLocked && preferences.hideNamesWhenLocked) return { reason: "locked", until: null };
  return null;
}
