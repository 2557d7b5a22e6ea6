import type { PowerMonitor } from "electron";
import type { Clock } from "../clock.ts";

/** On Linux each waking arrives twice, one right after the other: told when it is quiet again; milliseconds. */
export const ONE_WAKING = 300;

/** Calls back when the computer has woken, or its screen was unlocked (Windows, macOS). Returns the undo. */
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
