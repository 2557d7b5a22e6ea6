import type { Presence } from "../../../core/attention/attention.ts";
import type { Clock } from "../../clock.ts";
import type { Bus } from "../../dbus/bus.ts";
import { watchDoNotDisturb } from "./do-not-disturb.ts";
import { watchScreenSavers } from "./screen-saver.ts";
import { watchSessionLock } from "./session-lock.ts";

/** Milliseconds. Several sources report the same change in succession; the state is reported after them. */
export const SETTLES_WITHIN = 300;

/** Buses of the desktop, if any. */
export interface Buses {
  readonly session: Promise<Bus | undefined>;
  readonly system: Promise<Bus | undefined>;
}

/**
 * Combines the reports of a Linux desktop. The screen counts as locked when any source says so, because a mistake in
 * the other direction would show names to passers-by.
 * @param onChange called when the presence differs from the last report; initially not locked and not presenting
 */
export function watchDesktopPresence(
  buses: Buses,
  clock: Clock,
  sessionId: string | undefined,
  onChange: (presence: Presence) => void,
): () => void {
  const says = { session: false, saver: false, doNotDisturb: false };
  let told: Presence = { isLocked: false, isPresenting: false };
  let cancel: (() => void) | undefined;
  let isStopped = false;
  const stops: (() => void)[] = [];

  function heard(source: keyof typeof says, value: boolean): void {
    if (isStopped) return;
    says[source] = value;
    cancel?.();
    cancel = clock.after(SETTLES_WITHIN, () => {
      const now = { isLocked: says.session || says.saver, isPresenting: says.doNotDisturb };
      if (now.isLocked === told.isLocked && now.isPresenting === told.isPresenting) return;
      told = now;
      onChange(now);
    });
  }

  function watch(bus: Promise<Bus | undefined>, ...watchers: readonly ((bus: Bus) => () => void)[]): void {
    bus.then((found) => {
      if (found === undefined || isStopped) return;
      stops.push(...watchers.map((start) => start(found)));
    });
  }

  watch(buses.system, (bus) => watchSessionLock(bus, clock, sessionId, (is) => heard("session", is)));
  watch(
    buses.session,
    (bus) => watchScreenSavers(bus, (is) => heard("saver", is)),
    (bus) => watchDoNotDisturb(bus, (is) => heard("doNotDisturb", is)),
  );
  return () => {
    isStopped = true;
    cancel?.();
    for (const stop of stops) stop();
  };
}
