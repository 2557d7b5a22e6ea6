import { powerMonitor } from "electron";
import type { Clock } from "./clock.ts";

/** On Linux each waking arrives twice; milliseconds. */
const ONE_WAKING = 1_000;

/** Calls back when the computer has woken, or its screen was unlocked (Windows, macOS). Returns the undo. */
export function onWake(clock: Clock, callback: () => void): () => void {
  let isTold = false;
  const woke = (): void => {
    if (isTold) return;
    isTold = true;
    clock.after(ONE_WAKING, () => {
      isTold = false;
    });
    callback();
  };
  powerMonitor.on("resume", woke);
  powerMonitor.on("unlock-screen", woke);
  return () => {
    powerMonitor.off("resume", woke);
    powerMonitor.off("unlock-screen", woke);
  };
}
