import type { Clock } from "../../clock.ts";
import type { Bus } from "../../dbus/bus.ts";
import { watchProperty } from "./watched-property.ts";

const LOGIND = "org.freedesktop.login1";
const MANAGER = { destination: LOGIND, path: "/org/freedesktop/login1", interface: `${LOGIND}.Manager` };
const SESSION = `${LOGIND}.Session`;

/**
 * Milliseconds that a lock request counts without a confirmation. `Lock` only asks a desktop to lock, and some lockers
 * never confirm it (swaylock sets no `LockedHint`) and report no end.
 */
export const LOCK_REQUEST_HOLDS = 30_000;

/**
 * Watches whether logind considers the session locked: `LockedHint`, and requests to lock.
 * @param bus the system bus
 * @param sessionId `XDG_SESSION_ID`; may be missing for an app that the service manager started
 * @param say called at each change; false while there is no logind
 */
export function watchSessionLock(
  bus: Bus,
  clock: Clock,
  sessionId: string | undefined,
  say: (isLocked: boolean) => void,
): () => void {
  let stopSession = (): void => {};
  let isWatching = true;
  let look = 0;

  const stopOwner = bus.onNameOwner(LOGIND, (owner) => {
    const mine = ++look;
    stopSession();
    stopSession = () => {};
    say(false);
    if (owner === undefined) return;
    findSession(bus, sessionId).then((path) => {
      if (path !== undefined && isWatching && mine === look) {
        stopSession = watchOne(bus, clock, path, say);
      }
    });
  });
  return () => {
    isWatching = false;
    stopOwner();
    stopSession();
  };
}

/**
 * Object path of the session. `auto` is the caller's session or, for processes of the service manager, the person's
 * graphical one.
 */
async function findSession(bus: Bus, sessionId: string | undefined): Promise<string | undefined> {
  for (const id of sessionId === undefined || sessionId === "" ? ["auto"] : [sessionId, "auto"]) {
    try {
      const call = { ...MANAGER, member: "GetSession", signature: "s", body: [id], mayStart: false };
      const [path] = await bus.call(call);
      if (typeof path === "string") return path;
    } catch {
      // no such session, or logind is too old for `auto`
    }
  }
  return undefined;
}

function watchOne(bus: Bus, clock: Clock, path: string, say: (isLocked: boolean) => void): () => void {
  let isHinted = false;
  let isAsked = false;
  let forget = (): void => {};
  const update = (): void => say(isHinted || isAsked);
  const ask = (asked: boolean): void => {
    forget();
    isAsked = asked;
    if (asked) forget = clock.after(LOCK_REQUEST_HOLDS, () => ask(false));
    update();
  };

  const session = { destination: LOGIND, path, interface: SESSION };
  const from = { sender: LOGIND, path, interface: SESSION };
  const stops = [
    watchProperty(bus, session, "LockedHint", (value) => {
      isHinted = value === true;
      ask(false); // a report of the desktop overrides a request
    }),
    bus.onSignal({ ...from, member: "Lock" }, () => ask(true)),
    bus.onSignal({ ...from, member: "Unlock" }, () => ask(false)),
  ];
  return () => {
    forget();
    for (const stop of stops) stop();
  };
}
