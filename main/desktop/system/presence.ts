import type { PowerMonitor } from "electron";
import type { Presence } from "../../core/attention/attention.ts";
import type { Clock } from "../clock.ts";
import { type Buses, watchDesktopPresence } from "./linux/desktop-presence.ts";

/** Seconds without input after which Electron says "idle"; whether the screen is locked does not depend on it. */
const ANY = 60;

/** Milliseconds. */
const ASK_AGAIN_AFTER = 10_000;

/**
 * Whether somebody is there to be told. Windows and macOS hold notifications back by themselves while somebody
 * presents, and tell nobody; what they tell is the lock, and they are asked for it at the start: the app may be started
 * behind a locked screen. While the computer logs in it may be taken for one, and no event says when that ends, so a lock
 * of which no event told is asked for again. Returns the undo.
 * @param onChange told when something differs from what was told last; nothing locked, nobody presenting at first
 */
export function watchPresence(
  platform: NodeJS.Platform,
  buses: Buses,
  clock: Clock,
  monitor: Pick<PowerMonitor, "getSystemIdleState" | "on" | "off">,
  onChange: (presence: Presence) => void,
): () => void {
  // On Linux Electron's powerMonitor knows no lock.
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
