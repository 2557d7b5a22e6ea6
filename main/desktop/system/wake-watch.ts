import type { PowerMonitor } from "electron";
import type { Clock } from "../clock.ts";

/** Milliseconds. Linux reports each wake-up twice in succession; the callback runs after the second. */
export const ONE_WAKING = 300;

/** Calls back when the computer wakes up, or its screen is unlocked (Windows, macOS). Returns the undo. */
export function onWake(
  monitor: Pick<PowerMonitor, "on" | "off">,
  clock: Clock,
  callback: () => void,
): () => void {
  let cancel = (): void => {};
  const woke = (): void => {
    cancel();
    cancel = clock.after(ONE_WAKING, callback);
  };
  monitor.on("resume", woke);
  monitor.on("unlock-screen", woke);
  return () => {
    cancel();
    monitor.off("resume", woke);
    monitor.off("unlock-screen", woke);
  };
}
