import type { PowerMonitor } from "electron";
import type { Clock } from "./clock.ts";

/** On Linux each waking arrives twice; milliseconds. */
export const ONE_WAKING = 1_000;

/** Calls back when the computer has woken, or its screen was unlocked (Windows, macOS). Returns the undo. */
export function onWake(
  monitor: Pick<PowerMonitor, "on" | "off">,
  clock: Clock,
  callback: () => void,
): () => void {
  let isTold = false;
  const woke = (): void => {
    if (isTold) return;
    isTold = true;
    clock.after(ONE_WAKING, () => {
      isTold = false;
    });
    callback();
  };
  monitor.on("resume", woke);
  monitor.on("unlock-screen", woke);
  return () => {
    monitor.off("resume", woke);
    monitor.off("unlock-screen", woke);
  };
}
