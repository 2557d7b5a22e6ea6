import { powerMonitor } from "electron";
import type { Presence } from "../../core/attention/attention.ts";
import type { Clock } from "../clock.ts";
import { type Buses, watchDesktopPresence } from "./linux/desktop-presence.ts";

/**
 * Whether somebody is there to be told. Windows and macOS hold notifications back by themselves while somebody
 * presents, and tell nobody; what they tell is the lock. Returns the undo.
 * @param onChange told when something differs from what was told last; nothing locked, nobody presenting at first. A
 * screen that is locked already is told at once
 */
export function watchPresence(
  platform: NodeJS.Platform,
  buses: Buses,
  clock: Clock,
  onChange: (presence: Presence) => void,
): () => void {
  // On Linux Electron's powerMonitor knows no lock.
  if (platform === "linux") {
    return watchDesktopPresence(buses, clock, process.env["XDG_SESSION_ID"], onChange);
  }
  let wasLocked = false;
  const tell = (isLocked: boolean): void => {
    if (isLocked === wasLocked) return;
    wasLocked = isLocked;
    onChange({ isLocked, isPresenting: false });
  };
  // The app may be started, or start itself anew, behind a locked screen. How long nobody was there is of no interest.
  tell(powerMonitor.getSystemIdleState(1) === "locked");
  const locked = (): void => tell(true);
  const unlocked = (): void => tell(false);
  powerMonitor.on("lock-screen", locked);
  powerMonitor.on("unlock-screen", unlocked);
  return () => {
    powerMonitor.off("lock-screen", locked);
    powerMonitor.off("unlock-screen", unlocked);
  };
}
