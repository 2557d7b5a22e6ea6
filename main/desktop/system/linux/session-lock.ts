import type { Clock } from "../../clock.ts";
import type { Bus } from "../../dbus/bus.ts";
import { watchProperty } from "./watched-property.ts";

const LOGIND = "org.freedesktop.login1";
const MANAGER = { destination: LOGIND, path: "/org/freedesktop/login1", interface: `${LOGIND}.Manager` };
const SESSION = `${LOGIND}.Session`;

/**
 * `Lock` only asks a desktop to lock. Not every locker says that it did (swaylock sets no `LockedHint`) and then none
 * says when it ends: without a confirmation the request is believed this long; milliseconds.
 */
export const LOCK_REQUEST_HOLDS = 30_000;

/**
 * Whether logind takes this person's session for locked: `LockedHint` of the session, and requests to lock it.
 * @param bus the system bus
 * @param sessionId `XDG_SESSION_ID`; an app that the desktop's own service manager started may have none
 * @param say told at each change; false while there is no logind
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

/** `auto` is the caller's session or, for what the service manager started, the person's graphical one. */
async function findSession(bus: Bus, sessionId: string | undefined): Promise<string | undefined> {
  for (const id of sessionId === undefined || sessionId === "" ? ["auto"] : [sessionId, "auto"]) {
    try {
      const call = { ...MANAGER, member: "GetSession", signature: "s", body: [id], mayStart: false };
      const [path] = await bus.call(call);
      if (typeof path === "string") return path;
    } catch {
      // no such session, or an old logind that does not know the word: the next one
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
      ask(false); // the desktop itself has spoken
    }),
    bus.onSignal({ ...from, member: "Lock" }, () => ask(true)),
    bus.onSignal({ ...from, member: "Unlock" }, () => ask(false)),
  ];
  return () => {
    forget();
    for (const stop of stops) stop();
  };
}
