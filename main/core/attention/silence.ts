import type { Attention, AttentionContext, Silence } from "./attention.ts";
import { offHoursEnd, spanEnd } from "./hours.ts";

/** The silence that holds notifications back now; null when there is none. */
export function silenceOf(
  { pause, presence }: Pick<Attention, "pause" | "presence">,
  { preferences, calendar, now }: Pick<AttentionContext, "preferences" | "calendar" | "now">,
): Silence | null {
  const { quietHours, quietDays, onlyWorkingHours, hideNamesWhenLocked } = preferences;
  if (pause !== null) return { reason: "paused", until: pause.until };
  const quietUntil = spanEnd(calendar, quietHours, now, quietDays);
  if (quietUntil !== null) return { reason: "quiet-hours", until: quietUntil };
  if (presence.isPresenting) return { reason: "presenting", until: null };
  if (presence.isLocked && hideNamesWhenLocked) return { reason: "locked", until: null };
  const offUntil = onlyWorkingHours ? offHoursEnd(calendar, preferences, now) : null;
  return offUntil === null ? null : { reason: "off-hours", until: offUntil };
}
