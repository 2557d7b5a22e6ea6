import type { PowerMonitor } from "electron";
import type { Presence } from "../../core/attention/attention.ts";
import type { Clock } from "../clock.ts";
import { type Buses, watchDesktopPresence } from "./linux/desktop-presence.ts";

/** Idle threshold in seconds. The result "locked" does not depend on it. */
const ANY = 60;

/** Milliseconds between two queries of a lock without an event. */
const ASK_AGAIN_AFTER = 10_000;

/**
 * Watches whether the person can be notified. Windows and macOS hold notifications back themselves during a
 * presentation and do not report it. They report the lock, which is also queried at the start, because the app may
 * start behind a locked screen. A computer may count as locked during the login, and no event reports the end of that,
 * so a queried lock is queried again. Returns the undo.
 * @param onChange called when the presence differs from the last report; initially not locked and not presenting
 */
export function watchPresence(
  platform: NodeJS.Platform,
  buses: Buses,
  clock: Clock,
  monitor: Pick<PowerMonitor, "getSystemIdleState" | "on" | "off">,
  onChange: (presence: Presence) => void,
): () => void {
  // On Linux Electron's powerMonitor does not report the lock.
  if (platform === "linux") {
    return watchDesktopPresence(buses, clock, process.env["XDG_SESSION_ID"], onChange);
  }
  let wasLocked = false;
  let cancel = (): void => {};
  const tell = (isLocked: boolean): void => {
    cancel();
    if (isLocked === wasLocked) return;
    wasLocked = isLocked;
    onChange({ isLocked, isPresenting: false });
  };
  const ask = (): void => {
    tell(monitor.getSystemIdleState(ANY) === "locked");
    if (wasLocked) cancel = clock.after(ASK_AGAIN_AFTER, ask);
  };
  const locked = (): void => tell(true);
  const unlocked = (): void => tell(false);
  monitor.on("lock-screen", locked);
  monitor.on("unlock-screen", unlocked);
  ask();
  return () => {
    cancel();
    monitor.off("lock-screen", locked);
    monitor.off("unlock-screen", unlocked);
  };
}
