import type { Presence } from "../../../core/attention/attention.ts";
import type { Clock } from "../../clock.ts";
import type { Bus } from "../../dbus/bus.ts";
import { watchDoNotDisturb } from "./do-not-disturb.ts";
import { watchScreenSavers } from "./screen-saver.ts";
import { watchSessionLock } from "./session-lock.ts";

/** Several sources tell the same thing one after the other: what holds when they are quiet again is told; milliseconds. */
export const SETTLES_WITHIN = 300;

/** The buses of the desktop, where there are any. */
export interface Buses {
  readonly session: Promise<Bus | undefined>;
  readonly system: Promise<Bus | undefined>;
}

/**
 * Puts the statements of a Linux desktop together. Locked is what any source calls locked, from the moment it is
 * asked: a locked screen that is taken for an open one would show names to passers-by.
 * @param onChange told when something differs from what was told last; nothing locked, nobody presenting at first
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
